using System.Text.RegularExpressions;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>Creates the inbox's ids of recordings from the provider's ids, so that any event of a recording gives the same id.</summary>
public static partial class RecordingIds
{
    /// <summary>The id: at most 64 characters, valid in addresses and table keys.</summary>
    public static string Of(string providerId) => SourceIds.Of("recording", Uri.UnescapeDataString(providerId).TrimEnd('='));

    /// <summary>Whether a text has the form of an id. Such a text is safe in addresses and table keys.</summary>
    public static bool IsOne(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^(recording\.[A-Za-z0-9_\-]{1,54}|[0-9a-f]{64})\z")]
    private static partial Regex Form();
}
