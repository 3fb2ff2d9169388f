using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ZuperConnect.Storage;

/// <summary>Makes source ids of what providers send: any text, of any length.</summary>
public static partial class SourceIds
{
    /// <summary>The length of a hash, and so of every id: with a conversation's id it must name an orchestration, in 100
    /// characters.</summary>
    internal const int MaxLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The longest id that can stand in a row key.</summary>
    internal const int MaxKeyLength = 120;

    /// <summary>The form of an id that can stand in a row key, without its end.</summary>
    internal const string KeyForm = "^[A-Za-z0-9_.-]{1,120}";

    /// <summary>
    /// An id for what the parts name together, the same for the same parts: readable where the parts are short and harmless, a hash
    /// where not.
    /// </summary>
    public static string Of(params IReadOnlyList<string> parts)
    {
        var readable = string.Join('.', parts);
        return readable.Length <= MaxLength && CanBeKey(readable) && !parts.Any(part => part.Contains('.'))
            ? readable
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
    }

    /// <summary>Whether an id can stand in a row key as it is.</summary>
    public static bool CanBeKey(string id) => Harmless().IsMatch(id);

    [GeneratedRegex(KeyForm + @"\z")]
    private static partial Regex Harmless();
}
