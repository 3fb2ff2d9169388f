using ZuperConnect.Attachments;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// Sends customers' messages with pictures. Event Grid has no event for them, so the inbox gets them directly, as those of a provider
/// whose webhooks are read.
/// </summary>
public sealed class SimulatedMms(
    ProviderEventHandler handler, HostServices host, SimulatedMedia media, CustomerPhones phones, TimeProvider time)
{
    /// <summary>Sends a message of a customer to a number of the business.</summary>
    /// <returns>The provider's id of the message.</returns>
    public async Task<string> SendAsync(
        PhoneNumber from, PhoneNumber to, string text, IReadOnlyList<PhonePicture> pictures, CancellationToken cancellation)
    {
        var id = $"Incoming_{Guid.NewGuid():N}";
        await RaiseAsync(await TakeAsync(id, from, to, text, pictures, cancellation), cancellation);
        await phones.KeepSentAsync(id, from, to, text, cancellation, pictures);
        return id;
    }

    /// <summary>Stores the files of a message at the provider.</summary>
    /// <returns>The event of the message.</returns>
    internal async Task<ProviderEvent.Text> TakeAsync(
        string id, PhoneNumber from, PhoneNumber to, string text, IReadOnlyList<PhonePicture> pictures, CancellationToken cancellation)
    {
        var files = new List<ReceivedFile>();
        foreach (var picture in pictures)
        {
            files.Add(new(
                SourceIds.Of("media", id, $"{files.Count}"), PictureTypes.Normalize(picture.ContentType) ?? "application/octet-stream",
                await media.AddAsync(picture, cancellation)));
        }

        return new(new(to, from), SourceIds.Of("sms", id), time.GetUtcNow(), text) { Files = files };
    }

    /// <summary>Sends the event of a message to the inbox.</summary>
    internal async Task RaiseAsync(ProviderEvent.Text message, CancellationToken cancellation)
    {
        if (!await handler.TryHandleAsync(message, BinaryData.FromObjectAsJson(message, InboxJson.Options), host, cancellation))
        {
            throw Problems.Invalid("The inbox cannot take this message.");
        }
    }
}
