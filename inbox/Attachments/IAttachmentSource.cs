using ZuperConnect.Hosting;

namespace ZuperConnect.Attachments;

/// <summary>The files of customers' messages at the telephony provider, which keeps them until they are deleted.</summary>
public interface IAttachmentSource : IProviderFiles
{
    /// <summary>Whether an address is that of one of the provider's files. No other address is ever requested.</summary>
    bool Owns(Uri address);
}

/// <summary>A provider whose messages have no files.</summary>
internal sealed class NoAttachmentSource : IAttachmentSource
{
    /// <inheritdoc/>
    public bool Owns(Uri address) => false;

    /// <inheritdoc/>
    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) => Task.FromResult<ProviderFile?>(null);

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) => Task.CompletedTask;
}
