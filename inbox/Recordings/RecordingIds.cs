using System.Text.RegularExpressions;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>Makes our ids of recordings from the provider's, so that whatever comes of a recording first names it.</summary>
public static partial class RecordingIds
{
    /// <summary>The id: the same for the same recording of the provider, harmless in an address and in a key, at most 64
    /// characters.</summary>
    public static string Of(string providerId) => SourceIds.Of("recording", Uri.UnescapeDataString(providerId).TrimEnd('='));

    /// <summary>Whether a text that came from outside has the form of an id, and so is harmless.</summary>
    public static bool IsOne(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^(recording\.[A-Za-z0-9_\-]{1,54}|[0-9a-f]{64})\z")]
    private static partial Regex Form();
}
