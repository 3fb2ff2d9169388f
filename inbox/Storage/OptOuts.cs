using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>Which customer numbers refuse our texts, from all numbers of ours. The newest word by time wins (design, section 2).</summary>
public sealed class OptOuts(InboxStorage storage)
{
    private const string RowKey = "texts";

    /// <summary>The newest word of a customer number; null where there was none.</summary>
    public async Task<OptOut?> FindAsync(PhoneNumber customer, CancellationToken cancellation) =>
        await ReadAsync(customer, cancellation) is { } row ? new(row.OptedOut, row.At) : null;

    /// <summary>Keeps a word, unless a later one is known. Repetitions change nothing.</summary>
    public async Task NoteAsync(PhoneNumber customer, OptOut word, CancellationToken cancellation)
    {
        while (true)
        {
            var known = await ReadAsync(customer, cancellation);
            if (!word.Supersedes(known is null ? null : new(known.OptedOut, known.At)))
            {
                return;
            }

            var row = new OptOutRow { PartitionKey = customer.Key, RowKey = RowKey, OptedOut = word.OptedOut, At = word.At };
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

    private Task<OptOutRow?> ReadAsync(PhoneNumber customer, CancellationToken cancellation) =>
        storage.OptOuts.FindAsync<OptOutRow>(customer.Key, RowKey, cancellation);

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
