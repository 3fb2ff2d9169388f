using ZuperConnect.Hosting;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>Downloads and deletes recordings at Twilio: only the account's own, whatever address a webhook contains.</summary>
public sealed class TwilioRecordings(TwilioFiles files) : IRecordingSource
{
    /// <inheritdoc/>
    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) => files.OpenAsync(PathOf(address), cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) => files.DeleteAsync(PathOf(address), cancellation);

    private string PathOf(Uri address) =>
        address.IsAbsoluteUri && address.AbsolutePath.StartsWith($"{files.AccountPath}Recordings/", StringComparison.Ordinal)
            ? address.AbsolutePath
            : throw new InvalidOperationException("A recording is said to be at an address that is none of the account's recordings.");
}
