namespace ZuperConnect.Recordings;

/// <summary>A part of a recording at the provider, as it is read.</summary>
/// <param name="Content">The audio; disposing of it ends the reading.</param>
/// <param name="Length">How many bytes it has in all; null where the provider does not say.</param>
/// <param name="ContentType">What audio it is, as the provider says; null where it does not.</param>
public sealed record RecordingPart(Stream Content, long? Length, string? ContentType);

/// <summary>
/// Where the telephony provider keeps recordings, for a day. Addresses are the provider's, from its event. An exception means that it may
/// be tried again.
/// </summary>
public interface IRecordingSource
{
    /// <summary>Opens a part; null where the provider does not have it (any more).</summary>
    Task<RecordingPart?> OpenAsync(Uri address, CancellationToken cancellation);

    /// <summary>Asks the provider to delete a part; what is not there is deleted already.</summary>
    Task DeleteAsync(Uri address, CancellationToken cancellation);
}
