using Azure.Data.Tables;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// The numbers of erased customers, as keyed hashes, each with the time up to which everything was erased: what comes late is told from
/// what is new by it. Kept for 30 days, as no provider repeats anything after that (design, section 8). Table <c>Erased</c>. They are few,
/// and read at most every half a minute: what comes in that time to another instance is found when the erasing looks again.
/// </summary>
public sealed class ErasedNumbers(InboxStorage storage, NumberHashes hashes, TimeProvider time)
{
    private const string Partition = "numbers";
    private const string UpToColumn = "UpTo";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private int _notes;
    private (DateTimeOffset At, IReadOnlyDictionary<string, DateTimeOffset> UpTo)? _known;

    /// <summary>Up to when a number's past was erased, in whichever of its forms; null where it was not in the last 30 days.</summary>
    public async Task<DateTimeOffset?> FindAsync(PhoneNumber number, CancellationToken cancellation)
    {
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

    /// <summary>Whether a number stands in a text of a time up to which the number's past was erased.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">When that happened which it is about.</param>
    /// <param name="known">Numbers of the countries that a number without a country may be of.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> StandInAsync(string text, DateTimeOffset at, IReadOnlyCollection<PhoneNumber> known, CancellationToken cancellation)
    {
        var upTo = await ReadAsync(cancellation);
        foreach (var key in upTo.Count is 0 ? [] : NumbersInText.KeysIn(text, known).Distinct())
        {
            if (PhoneNumber.TryParseKey(key, out var number) && upTo.TryGetValue(await hashes.OfAsync(number, cancellation), out var erasedUpTo) && at <= erasedUpTo)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a number's past is erased up to a time, unless it is up to a later one.</summary>
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

    /// <summary>Forgets the numbers that were erased more than 30 days ago.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - TakenRetention.Kept;
        return storage.Erased.DeleteAsync(row => row.PartitionKey == Partition && row.Timestamp < before, cancellation);
    }

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
}
