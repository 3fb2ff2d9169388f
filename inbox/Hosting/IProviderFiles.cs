namespace ZuperConnect.Hosting;

/// <summary>An open file at the telephony provider.</summary>
/// <param name="Content">The content.</param>
/// <param name="Length">The length in bytes; null if unknown.</param>
/// <param name="ContentType">The media type from the provider; null if unknown.</param>
public sealed record ProviderFile(Stream Content, long? Length, string? ContentType);

/// <summary>
/// Files at the telephony provider. The addresses are those of the provider's events. An exception means that the request can be retried.
/// </summary>
public interface IProviderFiles
{
    /// <summary>Opens a file; null if it does not exist (any more).</summary>
    Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation);

    /// <summary>Deletes a file. Does nothing if it does not exist.</summary>
    Task DeleteAsync(Uri address, CancellationToken cancellation);
}
