namespace ZuperConnect.Recordings;

/// <summary>An open part of a recording at the provider.</summary>
/// <param name="Content">The audio.</param>
/// <param name="Length">The length in bytes; null if unknown.</param>
/// <param name="ContentType">The media type from the provider; null if unknown.</param>
public sealed record RecordingPart(Stream Content, long? Length, string? ContentType);

/// <summary>
/// The recordings at the telephony provider, which keeps them for a day. The addresses are those of the provider's event. An exception
/// means that the request can be retried.
/// </summary>
public interface IRecordingSource
{
    /// <summary>Opens a part; null if it does not exist (any more).</summary>
    Task<RecordingPart?> OpenAsync(Uri address, CancellationToken cancellation);

    /// <summary>Deletes a part. Does nothing if it does not exist.</summary>
    Task DeleteAsync(Uri address, CancellationToken cancellation);
}
