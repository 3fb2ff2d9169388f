using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// The numbers of erased customers and conversations as keyed hashes, each with the time up to which everything was erased. With this time,
/// late events are told from new ones. Kept for 30 days: no provider repeats an event after that (docs/design.md#access). Table
/// <c>Erased</c>. The rows are few and cached for half a minute. What arrives at another instance within that time is found by the second
/// pass of the erasure.
/// </summary>
public sealed class ErasedNumbers(StorageTables storage, NumberHashes hashes, TimeProvider time) : IDailyWork
{
    private const string Partition = "numbers";
    private const string UpToColumn = "UpTo";
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);

    private int _writes;
    private (DateTimeOffset At, IReadOnlyDictionary<string, TableRow> Rows)? _known;

    /// <summary>
    /// The time up to which the history of a conversation was erased, with its customer or by itself, with the number in any form; null if
    /// it was not erased in the last 30 days.
    /// </summary>
    public async Task<DateTimeOffset?> FindAsync(ConversationId id, CancellationToken cancellation)
    {
        var rows = _known is { } recent && time.GetUtcNow() - recent.At < CacheDuration ? recent.Rows : await ReadAsync(cancellation);
        if (rows.Count is 0)
        {
            return null;
        }

        var upTo = await FindInThisFormAsync(rows, id.Customer, id.Number, cancellation);
        var other = id.Customer.OtherForm is { } form ? await FindInThisFormAsync(rows, form, id.Number, cancellation) : null;
        return upTo is null || other > upTo ? other : upTo;
    }

    private async Task<DateTimeOffset?> FindInThisFormAsync(
        IReadOnlyDictionary<string, TableRow> rows, PhoneNumber customer, PhoneNumber ours, CancellationToken cancellation)
    {
        var row = rows.GetValueOrDefault(await hashes.OfAsync(customer, cancellation));
        var (all, one) = (row?.GetDateTimeOffset(UpToColumn), row?.GetDateTimeOffset(ColumnOf(ours)));
        return all is null || one > all ? one : all;
    }

    /// <summary>
    /// Whether a text belongs to an erased history: it contains a number, or both numbers of a conversation, that were erased up to its
    /// time or later.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The time of what the text is about.</param>
    /// <param name="known">Numbers whose countries are assumed for numbers without a country code.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<bool> AreInAsync(
        string text, DateTimeOffset at, IReadOnlyCollection<PhoneNumber> known, CancellationToken cancellation)
    {
        var rows = await ReadAsync(cancellation);
        List<PhoneNumber> numbers = rows.Count is 0 ? []
            : [.. NumbersInText.KeysIn(text, known).Distinct()
                .Select(key => PhoneNumber.TryParseKey(key, out var number) ? number : null).OfType<PhoneNumber>()];
        foreach (var number in numbers)
        {
            if (rows.GetValueOrDefault(await hashes.OfAsync(number, cancellation)) is { } row
                && numbers.Select(ColumnOf).Append(UpToColumn).Any(column => at <= row.GetDateTimeOffset(column)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Records that the history of a number is erased up to a time. A later recorded time stays.</summary>
    public Task RecordAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation) =>
        RecordAsync(number, UpToColumn, upTo, cancellation);

    /// <summary>Records that the history of a conversation is erased up to a time. A later recorded time stays.</summary>
    public Task RecordAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) =>
        RecordAsync(id.Customer, ColumnOf(id.Number), upTo, cancellation);

    /// <summary>Deletes the numbers that were erased more than 30 days ago.</summary>
    public Task RunDailyAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - IdempotencyRetention.Retention;
        return storage.Erased.DeleteAsync(
            RowQuery.InPartition(Partition).Where(TableRow.TimestampColumn, Comparison.LessThan, before), cancellation);
    }

    private async Task RecordAsync(PhoneNumber number, string column, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var hash = await hashes.OfAsync(number, cancellation);
        while (!await TryRecordAsync(hash, column, upTo, cancellation))
        {
            // The row was changed meanwhile.
        }

        Interlocked.Increment(ref _writes);
        _known = null;
    }

    private async Task<bool> TryRecordAsync(string hash, string column, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var row = await storage.Erased.FindAsync(Partition, hash, cancellation);
        if (upTo < row?.GetDateTimeOffset(column))
        {
            return true;
        }

        try
        {
            var noted = row ?? new TableRow(Partition, hash);
            noted[column] = upTo;
            await (row is null
                ? storage.Erased.InsertAsync(noted, cancellation) : storage.Erased.ReplaceAsync(noted, row.ETag, cancellation));
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyDictionary<string, TableRow>> ReadAsync(CancellationToken cancellation)
    {
        var (began, notes) = (time.GetUtcNow(), _writes);
        var rows = new Dictionary<string, TableRow>();
        await foreach (var row in storage.Erased.QueryAsync(RowQuery.InPartition(Partition), cancellation))
        {
            rows[row.RowKey] = row;
        }

        // A row that was written meanwhile may be missing here.
        if (notes == _writes)
        {
            _known = (began, rows);
        }

        return rows;
    }

    /// <summary>
    /// The column for conversations with one number of the business. It is not secret, and in the same row, so that one read is enough.
    /// </summary>
    private static string ColumnOf(PhoneNumber ours) => UpToColumn + ours.Key;
}
