using Azure.Data.Tables;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// The numbers of erased customers, as keyed hashes, each with the time up to which everything was erased: what comes late is told from
/// what is new by it. Kept for 30 days, as no provider repeats anything after that (design, section 8). Table <c>Erased</c>.
/// </summary>
public sealed class ErasedNumbers(InboxStorage storage, NumberHashes hashes, TimeProvider time)
{
    private const string Partition = "numbers";
    private const string UpToColumn = "UpTo";

    /// <summary>Up to when a number's past was erased, in whichever of its forms; null where it was not in the last 30 days.</summary>
    public async Task<DateTimeOffset?> FindAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var upTo = await FindInThisFormAsync(number, cancellation);
        var other = number.OtherForm is { } form ? await FindInThisFormAsync(form, cancellation) : null;
        return upTo is null || other > upTo ? other : upTo;
    }

    private async Task<DateTimeOffset?> FindInThisFormAsync(PhoneNumber number, CancellationToken cancellation) =>
        await storage.Erased.FindAsync<TableEntity>(Partition, await hashes.OfAsync(number, cancellation), cancellation) is { } row
            ? row.GetDateTimeOffset(UpToColumn)
            : null;

    /// <summary>Whether a number stands in a text of a time up to which the number's past was erased.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">When that happened which it is about.</param>
    /// <param name="known">Numbers of the countries that a number without a country may be of.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> StandInAsync(string text, DateTimeOffset at, IReadOnlyCollection<PhoneNumber> known, CancellationToken cancellation)
    {
        var upTo = new Dictionary<string, DateTimeOffset?>();
        await foreach (var row in storage.Erased.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            upTo[row.RowKey] = row.GetDateTimeOffset(UpToColumn);
        }

        foreach (var key in upTo.Count is 0 ? [] : NumbersInText.KeysIn(text, known).Distinct())
        {
            if (PhoneNumber.TryParseKey(key, out var number) && at <= upTo.GetValueOrDefault(await hashes.OfAsync(number, cancellation)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a number's past is erased up to a time, unless it is up to a later one.</summary>
    public async Task NoteAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation)
    {
        if (upTo < await FindAsync(number, cancellation))
        {
            return;
        }

        var row = new TableEntity(Partition, await hashes.OfAsync(number, cancellation)) { [UpToColumn] = upTo };
        await storage.Erased.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets the numbers that were erased more than 30 days ago.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - TakenRetention.Kept;
        return storage.Erased.DeleteAsync(row => row.PartitionKey == Partition && row.Timestamp < before, cancellation);
    }
}
