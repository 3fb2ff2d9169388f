using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>
/// Which customer numbers refuse our texts, from all numbers of ours. The newest word by time wins (design, section 2). They are kept as
/// keyed hashes, and so when the customer is erased.
/// </summary>
public sealed class OptOuts(InboxStorage storage, NumberHashes hashes)
{
    private const string RowKey = "texts";

    /// <summary>The newest word of a customer number, in whichever of its forms; null where there was none.</summary>
    public async Task<OptOut?> FindAsync(PhoneNumber customer, CancellationToken cancellation)
    {
        var word = await FindInThisFormAsync(customer, cancellation);
        var other = customer.OtherForm is { } form ? await FindInThisFormAsync(form, cancellation) : null;
        return other?.Supersedes(word) is true ? other : word;
    }

    /// <summary>Keeps a word, unless a later one is known. Repetitions change nothing.</summary>
    public async Task NoteAsync(PhoneNumber customer, OptOut word, CancellationToken cancellation)
    {
        var hash = await hashes.OfAsync(customer, cancellation);
        while (true)
        {
            var known = await ReadAsync(hash, cancellation);
            if (!word.Supersedes(known is null ? null : new(known.OptedOut, known.At)))
            {
                return;
            }

            var row = new OptOutRow { PartitionKey = hash, RowKey = RowKey, OptedOut = word.OptedOut, At = word.At };
            try
            {
                await (known is null
                    ? storage.OptOuts.AddEntityAsync(row, cancellation)
                    : storage.OptOuts.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Replace, cancellation));
                return;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
            {
                // Another word came at the same moment: the newer of the two wins.
            }
        }
    }

    private async Task<OptOut?> FindInThisFormAsync(PhoneNumber customer, CancellationToken cancellation) =>
        await ReadAsync(await hashes.OfAsync(customer, cancellation), cancellation) is { } row ? new(row.OptedOut, row.At) : null;

    private Task<OptOutRow?> ReadAsync(string hash, CancellationToken cancellation) =>
        storage.OptOuts.FindAsync<OptOutRow>(hash, RowKey, cancellation);

    private sealed record OptOutRow : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public bool OptedOut { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
