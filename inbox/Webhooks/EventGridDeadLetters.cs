using System.Text;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Webhooks;

/// <summary>
/// The dead letters of Event Grid: files in a container of the host's storage account, each with an event or an array of events (from Event
/// Grid's page on dead letters). They can be posted again, and contain customers' texts.
/// </summary>
/// <param name="container">The container; null if there is none.</param>
public sealed class EventGridDeadLetters(IBlobContainer? container) : ICustomerDataEraser
{
    /// <summary>The optional setting for the blob storage of the container, in the form of <c>Storage:Blobs</c>.</summary>
    public const string Setting = "Storage:DeadLetters";

    /// <summary>The name of the container.</summary>
    public const string Container = "deadletters";

    /// <inheritdoc/>
    public Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation) =>
        EraseAsync(customer.Numbers, customer.UpTo, cancellation);

    /// <summary>Removes the events that contain one of the numbers, up to a time.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">Events about a later time stay.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(text => NumbersInText.Contains(text, numbers), upTo, cancellation);

    /// <summary>Removes the events that contain both numbers of a conversation, up to a time.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">Events about a later time stay.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task EraseAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(text => NumbersInText.ContainsBoth(text, id.Number, id.Customer), upTo, cancellation);

    private async Task EraseAsync(Func<string, bool> isTheirs, DateTimeOffset upTo, CancellationToken cancellation)
    {
        if (container is null)
        {
            return;
        }

        await foreach (var file in container.ListAsync(null, cancellation))
        {
            try
            {
                await EraseAsync(container, file.Name, isTheirs, upTo, cancellation);
            }
            catch (ConflictException)
            {
                // The file was changed meanwhile. The erasure checks again later.
            }
        }
    }

    private static async Task EraseAsync(
        IBlobContainer container, string name, Func<string, bool> isTheirs, DateTimeOffset upTo, CancellationToken cancellation)
    {
        if (await container.DownloadAsync(name, cancellation) is not { Blob: var file, Content: var content })
        {
            return;
        }

        var events = EventGridJson.Split(new(content), int.MaxValue);
        var others = events.Where(one => (EventGridJson.TimeOf(one) ?? file.LastModified) > upTo || !isTheirs(one.ToString())).ToList();
        if (others.Count is 0)
        {
            await container.DeleteAsync(name, file.ETag, cancellation);
        }
        else if (others.Count < events.Count)
        {
            await container.UploadAsync(
                name,
                Encoding.UTF8.GetBytes($"[{string.Join(',', others)}]"),
                new() { ContentType = file.ContentType, Metadata = file.Metadata },
                BlobCondition.Unchanged(file.ETag),
                cancellation);
        }
    }
}
