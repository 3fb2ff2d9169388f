using ZuperConnect.Attachments;
using ZuperConnect.Hosting;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Phone;

/// <summary>The files of customers' messages at the simulated provider, with addresses of their own host.</summary>
public sealed class SimulatedMedia(IStorage storage) : IAttachmentSource
{
    private const string Host = "media.invalid";

    private readonly IBlobContainer _files = storage.GetContainer("phonepictures");

    /// <summary>Stores a picture that a customer sends.</summary>
    /// <returns>Its address at the provider.</returns>
    public async Task<Uri> AddAsync(PhonePicture picture, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        await _files.CreateIfNotExistsAsync(cancellation);
        await _files.UploadAsync(
            NameOf(id), picture.Content, new() { ContentType = picture.ContentType }, BlobCondition.None, cancellation);
        return new($"https://{Host}/{id:N}");
    }

    /// <inheritdoc/>
    public bool Owns(Uri address) => IdIn(address) is not null;

    /// <inheritdoc/>
    public async Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) =>
        IdIn(address) is { } id && await _files.FindAsync(NameOf(id), cancellation) is { } blob
        && await _files.OpenReadAsync(blob.Name, 0, cancellation) is { } content
            ? new(content, blob.Length, blob.ContentType) : null;

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) =>
        IdIn(address) is { } id ? _files.DeleteAsync(NameOf(id), ETag.Any, cancellation) : Task.CompletedTask;

    private static Guid? IdIn(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "https", Authority: Host, UserInfo: "", Query: "", Fragment: "" }
        && Guid.TryParseExact(address.AbsolutePath[1..], "N", out var id) ? id : null;

    private static string NameOf(Guid id) => $"provider/{id:N}";
}
