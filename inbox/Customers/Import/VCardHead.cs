namespace ZuperConnect.Customers.Import;

/// <summary>The part of a vCard property before the colon, in capital letters.</summary>
/// <param name="Group">The group, such as <c>ITEM1</c> in <c>item1.TEL</c>, with which Apple labels a number; empty if there is
/// none.</param>
/// <param name="Name">The name, such as <c>TEL</c>.</param>
/// <param name="Words">The types and the encoding, with parameter names as in vCard 3.0 and 4.0, or without as in 2.1.</param>
/// <param name="Charset">The character set in vCard 2.1; otherwise null.</param>
internal sealed record VCardHead(string Group, string Name, IReadOnlyList<string> Words, string? Charset)
{
    private const int MaxNameLength = 64;

    /// <summary>Types of numbers that are not phones.</summary>
    private static readonly string[] Machines = ["PAGER", "MODEM", "BBS", "ISDN"];
    private static readonly string[] Phones = ["VOICE", "CELL", "TEXT", "MSG", "VIDEO", "CAR", "MAIN", "IPHONE"];

    /// <summary>Whether the value is quoted-printable, with <c>=</c> at the end of continued lines.</summary>
    public bool IsQuotedPrintable => Words.Contains("QUOTED-PRINTABLE");

    /// <summary>Whether the value is binary.</summary>
    public bool IsBinary => Words.Contains("BASE64") || Words.Contains("B");

    /// <summary>Whether a number with these types is only that of a fax or another machine.</summary>
    public bool IsMachine => Words.Any(word => word.EndsWith("FAX", StringComparison.Ordinal) || Machines.Contains(word))
        && !Words.Any(Phones.Contains);

    /// <summary>Parses the part before the colon; null if it is not valid.</summary>
    public static VCardHead? Of(string text)
    {
        var fields = Fields(text.ToUpperInvariant());
        var whole = fields[0].Trim();
        var dot = whole.LastIndexOf('.');
        var name = whole[(dot + 1)..];
        if (name.Length is 0 or > MaxNameLength || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_'))
        {
            return null;
        }

        var (words, charset) = (new List<string>(), (string?)null);
        foreach (var field in fields.Skip(1))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            var value = field[(equals + 1)..];
            switch (equals < 0 ? "TYPE" : field[..equals].Trim())
            {
                case "TYPE" or "ENCODING":
                    words.AddRange(value.Split((char[])[',', '"', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "CHARSET":
                    charset = value.Trim(' ', '\t', '"');
                    break;
            }
        }

        return new(dot < 0 ? "" : whole[..dot], name, words, charset);
    }

    /// <summary>Splits at semicolons outside quotes.</summary>
    private static List<string> Fields(string text)
    {
        var (fields, begin, isQuoted) = (new List<string>(), 0, false);
        for (var place = 0; place < text.Length; place++)
        {
            isQuoted ^= text[place] is '"';
            if (text[place] is ';' && !isQuoted)
            {
                fields.Add(text[begin..place]);
                begin = place + 1;
            }
        }

        fields.Add(text[begin..]);
        return fields;
    }
}
