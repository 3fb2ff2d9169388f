using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ZuperConnect.Customers.Import;

/// <summary>Decodes texts of vCards.</summary>
internal static class VCardText
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Decodes quoted-printable (RFC 2045) and removes soft line breaks.</summary>
    /// <param name="text">The encoded text.</param>
    /// <param name="charset">The encoding of the bytes. If null or unknown, UTF-8, or Windows-1252 if the bytes are not valid
    /// UTF-8.</param>
    public static string Unquoted(string text, string? charset)
    {
        var encoding = Named(charset) ?? Encoding.UTF8;
        var bytes = new ArrayBufferWriter<byte>(text.Length + 1);
        for (var place = 0; place < text.Length;)
        {
            var rest = text.AsSpan(place);
            if (rest is ['=', _, _, ..]
                && byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Write([one]);
                place += 3;
            }
            else
            {
                var length = rest[1..].IndexOf('=') is var next and >= 0 ? next + 1 : rest.Length;
                encoding.GetBytes(rest[..length], bytes);
                place += length;
            }
        }

        return (encoding is UTF8Encoding && !Utf8.IsValid(bytes.WrittenSpan) ? Windows1252 : encoding).GetString(bytes.WrittenSpan);
    }

    /// <summary>Unescapes a text: <c>\n</c>, and a backslash before a separator.</summary>
    public static string Whole(string text) => text.Contains('\\', StringComparison.Ordinal) ? Parts(text, '\0').First() : text;

    /// <summary>Splits a text into its parts and unescapes them.</summary>
    /// <param name="text">The escaped text.</param>
    /// <param name="separator">The separator of the parts.</param>
    /// <param name="comma">The replacement for an unescaped comma.</param>
    public static IEnumerable<string> Parts(string text, char separator, char comma = ',')
    {
        var part = new StringBuilder();
        for (var place = 0; place < text.Length; place++)
        {
            switch (text[place])
            {
                case '\\' when place + 1 < text.Length && text[place + 1] is var next and ('n' or 'N' or ',' or ';' or ':' or '\\'):
                    part.Append(next is 'n' or 'N' ? '\n' : next);
                    place++;
                    break;
                case var one when one == separator:
                    yield return part.ToString();
                    part.Clear();
                    break;
                case var one:
                    part.Append(one is ',' ? comma : one);
                    break;
            }
        }

        yield return part.ToString();
    }

    /// <summary>ISO 8859-1 is read as Windows-1252, as browsers do.</summary>
    private static Encoding? Named(string? charset) => charset switch
    {
        null or "" or "UTF-8" => null,
        "ISO-8859-1" or "LATIN1" => Windows1252,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(charset),
    };
}
