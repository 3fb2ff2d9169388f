using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
<<<<<<< HEAD
/// The numbers of erased customers, as keyed hashes, each with the time up to which everything was erased: what comes late is told from
/// what is new by it. Kept for 30 days, as no provider repeats anything after that (design, section 8). Table <c>Erased</c>. They are few,
/// and read at most every half a minute: what comes in that time to another instance is found when the erasing looks again.
=======
/// The numbers of erased customers and conversations, as keyed hashes, each with the time up to which everything was erased, or all that
/// passed with one number of ours: what comes late is told from what is new by it. Kept for 30 days, as no provider repeats anything after that (design, section 8). Table <c>Erased</c>.
>>>>>>> 88c9edfb2c52d7e9e49deb76dd575a493ce7a04f
/// </summary>
public sealed class ErasedNumbers(InboxStorage storage, NumberHashes hashes, TimeProvider time)
{
    private const string Partition = "numbers";
    private const string UpToColumn = "UpTo";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private int _notes;
    private (DateTimeOffset At, IReadOnlyDictionary<string, DateTimeOffset> UpTo)? _known;

    /// <summary>
    /// Up to when a conversation's past was erased, with the customer or by itself, in whichever form the number was; null where it was not in
    /// the last 30 days.
    /// </summary>
    public async Task<DateTimeOffset?> FindAsync(ConversationId id, CancellationToken cancellation)
    {
<<<<<<< HEAD
        var known = _known is { } recent && time.GetUtcNow() - recent.At < Fresh ? recent.UpTo : await ReadAsync(cancellation);
        if (known.Count is 0)
        {
            return null;
        }

        var upTo = await FindInThisFormAsync(known, number, cancellation);
        var other = number.OtherForm is { } form ? await FindInThisFormAsync(known, form, cancellation) : null;
        return upTo is null || other > upTo ? other : upTo;
    }

    private async Task<DateTimeOffset?> FindInThisFormAsync(
        IReadOnlyDictionary<string, DateTimeOffset> known, PhoneNumber number, CancellationToken cancellation) =>
        known.TryGetValue(await hashes.OfAsync(number, cancellation), out var at) ? at : null;
=======
        var upTo = await FindInThisFormAsync(id.Customer, id.Number, cancellation);
        var other = id.Customer.OtherForm is { } form ? await FindInThisFormAsync(form, id.Number, cancellation) : null;
        return upTo is null || other > upTo ? other : upTo;
    }

    private async Task<DateTimeOffset?> FindInThisFormAsync(PhoneNumber customer, PhoneNumber ours, CancellationToken cancellation)
    {
        var row = await FindRowAsync(customer, cancellation);
        var (all, one) = (row?.GetDateTimeOffset(UpToColumn), row?.GetDateTimeOffset(ColumnOf(ours)));
        return all is null || one > all ? one : all;
    }
>>>>>>> 88c9edfb2c52d7e9e49deb76dd575a493ce7a04f

    /// <summary>
    /// Whether a text is of an erased past: a number stands in it whose past was erased up to its time, or the two of a conversation of
    /// which that is so.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">When that happened which it is about.</param>
    /// <param name="known">Numbers of the countries that a number without a country may be of.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> StandInAsync(string text, DateTimeOffset at, IReadOnlyCollection<PhoneNumber> known, CancellationToken cancellation)
    {
<<<<<<< HEAD
        var upTo = await ReadAsync(cancellation);
        foreach (var key in upTo.Count is 0 ? [] : NumbersInText.KeysIn(text, known).Distinct())
        {
            if (PhoneNumber.TryParseKey(key, out var number) && upTo.TryGetValue(await hashes.OfAsync(number, cancellation), out var erasedUpTo) && at <= erasedUpTo)
=======
        var rows = new Dictionary<string, TableEntity>();
        await foreach (var row in storage.Erased.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            rows[row.RowKey] = row;
        }

        List<PhoneNumber> numbers = rows.Count is 0 ? []
            : [.. NumbersInText.KeysIn(text, known).Distinct().Select(key => PhoneNumber.TryParseKey(key, out var number) ? number : null).OfType<PhoneNumber>()];
        foreach (var number in numbers)
        {
            if (rows.GetValueOrDefault(await hashes.OfAsync(number, cancellation)) is { } row
                && numbers.Select(ColumnOf).Append(UpToColumn).Any(column => at <= row.GetDateTimeOffset(column)))
>>>>>>> 88c9edfb2c52d7e9e49deb76dd575a493ce7a04f
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a number's past is erased up to a time, unless it is up to a later one.</summary>
<<<<<<< HEAD
    public async Task NoteAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var hash = await hashes.OfAsync(number, cancellation);
        if (upTo < (await storage.Erased.FindAsync<TableEntity>(Partition, hash, cancellation))?.GetDateTimeOffset(UpToColumn))
        {
            return;
        }

        var row = new TableEntity(Partition, hash) { [UpToColumn] = upTo };
        await storage.Erased.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        Interlocked.Increment(ref _notes);
        _known = null;
    }
=======
    public Task NoteAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation) => NoteAsync(number, UpToColumn, upTo, cancellation);

    /// <summary>Notes that a conversation's past is erased up to a time, unless it is up to a later one.</summary>
    public Task NoteAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) => NoteAsync(id.Customer, ColumnOf(id.Number), upTo, cancellation);
>>>>>>> 88c9edfb2c52d7e9e49deb76dd575a493ce7a04f

    /// <summary>Forgets the numbers that were erased more than 30 days ago.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - TakenRetention.Kept;
        return storage.Erased.DeleteAsync(row => row.PartitionKey == Partition && row.Timestamp < before, cancellation);
    }

<<<<<<< HEAD
    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellation)
    {
        var (began, notes) = (time.GetUtcNow(), _notes);
        var upTo = new Dictionary<string, DateTimeOffset>();
        await foreach (var row in storage.Erased.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            upTo[row.RowKey] = row.GetDateTimeOffset(UpToColumn) ?? default;
        }

        if (notes == _notes)
        {
            _known = (began, upTo);
        }

        return upTo;
    }
=======
    private async Task NoteAsync(PhoneNumber number, string column, DateTimeOffset upTo, CancellationToken cancellation)
    {
        if (upTo < (await FindRowAsync(number, cancellation))?.GetDateTimeOffset(column))
        {
            return;
        }

        var row = new TableEntity(Partition, await hashes.OfAsync(number, cancellation)) { [column] = upTo };
        await storage.Erased.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    private async Task<TableEntity?> FindRowAsync(PhoneNumber number, CancellationToken cancellation) =>
        await storage.Erased.FindAsync<TableEntity>(Partition, await hashes.OfAsync(number, cancellation), cancellation);

    /// <summary>The column of what passed with one number of ours: no secret, and in the same row, so that one look is enough.</summary>
    private static string ColumnOf(PhoneNumber ours) => UpToColumn + ours.Key;
>>>>>>> 88c9edfb2c52d7e9e49deb76dd575a493ce7a04f
}
