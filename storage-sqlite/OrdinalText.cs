using System.Text;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The encoding of keys in SQLite. SQLite compares text by bytes, and UTF-8 orders surrogate pairs differently from .NET and Azure. So each
/// UTF-16 unit is encoded separately (CESU-8), which equals UTF-8 except for surrogates.
/// </summary>
internal static class OrdinalText
{
    /// <summary>Greater than all keys: no key contains this byte.</summary>
    public static byte[] End { get; } = [0xFF];

    /// <summary>Encodes a text.</summary>
    public static byte[] Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length * 3);
        foreach (var unit in text)
        {
            if (char.IsSurrogate(unit))
            {
                bytes.AddRange([(byte)(0xE0 | (unit >> 12)), (byte)(0x80 | ((unit >> 6) & 0x3F)), (byte)(0x80 | (unit & 0x3F))]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([unit]));
            }
        }

        return [.. bytes];
    }

    /// <summary>The first key after this one.</summary>
    public static byte[] After(string text) => [.. Encode(text), 0];

    /// <summary>Greater than all keys that start with this one, and less than all greater other keys.</summary>
    public static byte[] EndOfPrefix(string prefix) => [.. Encode(prefix), .. End];

    /// <summary>Decodes a text.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (FirstSurrogate(bytes) is >= 0 and var place)
        {
            text.Append(Encoding.UTF8.GetString(bytes[..place]))
                .Append((char)(((bytes[place] & 0x0F) << 12) | ((bytes[place + 1] & 0x3F) << 6) | (bytes[place + 2] & 0x3F)));
            bytes = bytes[(place + 3)..];
        }

        return text.Length is 0 ? Encoding.UTF8.GetString(bytes) : text.Append(Encoding.UTF8.GetString(bytes)).ToString();
    }

    private static int FirstSurrogate(ReadOnlySpan<byte> bytes)
    {
        for (var place = 0; bytes[place..].IndexOf((byte)0xED) is >= 0 and var next; place += next + 1)
        {
            if (bytes[place + next + 1] >= 0xA0)
            {
                return place + next;
            }
        }

        return -1;
    }
}
