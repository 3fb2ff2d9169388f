using System.Text;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Webhooks;

/// <summary>
/// What Event Grid could not deliver: files in a container of the host's storage account, each an event or an array of them (Event Grid's
/// page on dead letters). They wait there to be posted again, and have customers' words in them.
/// </summary>
/// <param name="container">The container; null where the host has none.</param>
public sealed class EventGridDeadLetters(IBlobContainer? container) : ICustomerDataEraser
{
    /// <summary>The setting of the blob storage that the container is in, as <c>Storage:Blobs</c> is; it may be left out.</summary>
    public const string Setting = "Storage:DeadLetters";

    /// <summary>The container's name.</summary>
    public const string Container = "deadletters";

    /// <inheritdoc/>
    public Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation) =>
        EraseAsync(customer.Numbers, customer.UpTo, cancellation);

    /// <summary>Removes the events in which one of some numbers stands, but for those about what happened later.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">The time up to which they are removed.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(text => NumbersInText.Contains(text, numbers), upTo, cancellation);

    /// <summary>Removes the events in which both sides of a conversation stand, but for those about what happened later.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">The time up to which they are removed.</param>
    /// <param name="cancellation">Stops it.</param>
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
                // Somebody else has erased something in it: the work of erasing looks again.
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
