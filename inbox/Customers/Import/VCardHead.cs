namespace ZuperConnect.Customers.Import;

/// <summary>What stands before the colon of a property of a vCard, in capital letters.</summary>
/// <param name="Group">The group, such as <c>ITEM1</c> in <c>item1.TEL</c>, by which Apple puts a label to a number; empty where there is
/// none.</param>
/// <param name="Name">The name, such as <c>TEL</c>.</param>
/// <param name="Words">The types and the encoding, with their names as in vCard 3.0 and 4.0, or without as in 2.1.</param>
/// <param name="Charset">The character set that vCard 2.1 names; null where it does not.</param>
internal sealed record VCardHead(string Group, string Name, IReadOnlyList<string> Words, string? Charset)
{
    private const int MaxNameLength = 64;

    /// <summary>What is no phone, but is dialled as one.</summary>
    private static readonly string[] Machines = ["PAGER", "MODEM", "BBS", "ISDN"];
    private static readonly string[] Phones = ["VOICE", "CELL", "TEXT", "MSG", "VIDEO", "CAR", "MAIN", "IPHONE"];

    /// <summary>Whether the value is written in quoted-printable, and broken with <c>=</c> at the end of a line.</summary>
    public bool IsQuotedPrintable => Words.Contains("QUOTED-PRINTABLE");

    /// <summary>Whether the value is binary.</summary>
    public bool IsBinary => Words.Contains("BASE64") || Words.Contains("B");

    /// <summary>Whether a number with these types is that of a fax, or of another machine, alone.</summary>
    public bool IsMachine => Words.Any(word => word.EndsWith("FAX", StringComparison.Ordinal) || Machines.Contains(word))
        && !Words.Any(Phones.Contains);

    /// <summary>Reads a head; null where it is none.</summary>
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

    /// <summary>What stands between semicolons that are in no quotes.</summary>
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
