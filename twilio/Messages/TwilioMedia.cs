using ZuperConnect.Attachments;
using ZuperConnect.Hosting;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>
/// The media of customers' messages at Twilio. Only the account's own are ever requested, at the REST API, whatever address a webhook
/// contains.
/// </summary>
public sealed class TwilioMedia(TwilioApi api, TwilioFiles files, TwilioOptions options) : IAttachmentSource
{
    /// <inheritdoc/>
    public bool Owns(Uri address) => FindPath(address) is not null;

    /// <inheritdoc/>
    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) => files.OpenAsync(PathOf(address), cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) =>
        files.DeleteAsync($"{PathOf(address)}.json", cancellation);

    /// <summary>The addresses and types of a message's media, for a message that was found in Twilio's list.</summary>
    public async Task<IReadOnlyList<(Uri Address, string ContentType)>> ListAsync(string messageSid, CancellationToken cancellation) =>
        await api.ListAsync<Media>($"Messages/{messageSid}/Media.json?PageSize={TwilioApi.MaxPageSize}", "media_list", cancellation)
            .Where(media => media.Sid is not null)
            .Select(media => (
                new Uri(options.ApiAddress, $"{files.AccountPath}Messages/{messageSid}/Media/{media.Sid}"), media.ContentType ?? ""))
            .ToListAsync(cancellation);

    private string PathOf(Uri address) => FindPath(address)
        ?? throw new InvalidOperationException("Media is said to be at an address that is none of the account's media.");

    private string? FindPath(Uri address) =>
        address.IsAbsoluteUri && address.AbsolutePath.StartsWith(files.AccountPath, StringComparison.Ordinal)
        && TwilioEvents.IsMedia(address.AbsolutePath)
            ? address.AbsolutePath : null;

    /// <summary>An item of the list of media.</summary>
    private sealed record Media(string? Sid, string? ContentType);
}
