using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>Makes our ids of recordings from the provider's, so that whatever comes of a recording first names it.</summary>
public static class RecordingIds
{
    /// <summary>The id: the same for the same recording of the provider, harmless in an address and in a key, at most 64 characters.</summary>
    public static string Of(string providerId) => SourceIds.Of("recording", Uri.UnescapeDataString(providerId).TrimEnd('='));
}
