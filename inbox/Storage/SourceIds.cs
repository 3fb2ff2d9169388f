using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ZuperConnect.Storage;

/// <summary>Creates source ids from texts of a provider, which can have any content and length.</summary>
public static partial class SourceIds
{
    /// <summary>
    /// The length of a hash. Together with the id of a conversation it must fit into the 100 characters of an orchestration's id.
    /// </summary>
    internal const int MaxLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The longest id that can stand in a row key.</summary>
    internal const int MaxKeyLength = 120;

    /// <summary>The form of an id that can stand in a row key, without its end.</summary>
    internal const string KeyForm = "^[A-Za-z0-9_.-]{1,120}";

    /// <summary>An id for the combination of the parts: readable if they are short and valid in keys, otherwise a hash.</summary>
    public static string Of(params IReadOnlyList<string> parts)
    {
        var readable = string.Join('.', parts);
        return readable.Length <= MaxLength && CanBeKey(readable) && !parts.Any(part => part.Contains('.'))
            ? readable
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
    }

    /// <summary>Whether an id can be part of a row key.</summary>
    public static bool CanBeKey(string id) => Harmless().IsMatch(id);

    [GeneratedRegex(KeyForm + @"\z")]
    private static partial Regex Harmless();
}
