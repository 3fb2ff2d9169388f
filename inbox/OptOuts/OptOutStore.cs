using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.OptOuts;

/// <summary>A customer number's newest word about our texts, as the team sees it.</summary>
/// <param name="Number">The number; null where its customer was erased, or where a version wrote it that kept the hash alone.</param>
/// <param name="OptedOut">Whether it refuses our texts.</param>
/// <param name="At">When the customer said so.</param>
/// <param name="By">Who of the team noted it; null where the customer texted it, or the provider told.</param>
/// <param name="Reason">What was noted with it.</param>
public sealed record OptOutEntry(PhoneNumber? Number, bool OptedOut, DateTimeOffset At, Author? By, string? Reason);

/// <summary>
/// Which customer numbers refuse our texts, from all numbers of ours. The newest word by time wins (docs/design.md#rules). Rows are found
/// by keyed hashes of the numbers. When a customer is erased, the rows stay and the numbers in them go.
/// </summary>
public sealed class OptOutStore(StorageTables storage, NumberHashes hashes)
{
    private const string RowKey = "texts";
    private const int HashLength = 64;

    /// <summary>The newest word of a customer number, in whichever of its forms; null where there was none.</summary>
    public async Task<OptOut?> FindAsync(PhoneNumber customer, CancellationToken cancellation) =>
        (await FindRowAsync(customer, cancellation))?.ToOptOut();

    /// <summary>The same as the team sees it.</summary>
    public async Task<OptOutEntry?> FindEntryAsync(PhoneNumber customer, CancellationToken cancellation) =>
        (await FindRowAsync(customer, cancellation))?.ToEntry();

    /// <summary>Keeps what the customer said, unless a later word is known. Repetitions change nothing.</summary>
    public Task RecordAsync(PhoneNumber customer, OptOut optOut, CancellationToken cancellation) =>
        RecordAsync(new(customer, optOut.OptedOut, optOut.At, null, null), cancellation);

    /// <summary>Keeps a word, unless a later one is known. Repetitions change nothing.</summary>
    /// <returns>Whether it counts.</returns>
    public async Task<bool> RecordAsync(OptOutEntry entry, CancellationToken cancellation)
    {
        var (customer, optOut) = (entry.Number!, new OptOut(entry.OptedOut, entry.At));
        var hash = await hashes.OfAsync(customer, cancellation);
        while (true)
        {
            var known = await ReadAsync(hash, cancellation);
            if (!optOut.Supersedes(known?.ToOptOut()))
            {
                return false;
            }

            var row = new OptOutRow(hash)
            {
                OptedOut = entry.OptedOut,
                At = entry.At,
                Number = customer.Key,
                UserId = entry.By?.UserId,
                UserName = entry.By?.Name,
                Reason = entry.Reason,
            }.ToRow();
            try
            {
                await (known is null
                    ? storage.OptOuts.InsertAsync(row, cancellation) : storage.OptOuts.ReplaceAsync(row, known.ETag, cancellation));
                return true;
            }
            catch (ConflictException conflict) when (conflict.Kind is Conflict.Exists or Conflict.Changed)
            {
                // Another word came at the same moment: the newer of the two wins.
            }
        }
    }

    /// <summary>A page of the numbers that refuse our texts, in no particular order.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<OptOutEntry>> ReadPageAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.OptOuts.ReadPageAsync(Refusing(after), limit, row => OptOutRow.Read(row).ToEntry(), row => row.PartitionKey, cancellation);

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { Length: HashLength } place && place.All(char.IsAsciiHexDigitLower) ? place : null;

    /// <summary>All numbers that refuse our texts, read as they are asked for.</summary>
    public IAsyncEnumerable<OptOutEntry> ReadAllAsync(CancellationToken cancellation) =>
        storage.OptOuts.QueryAsync(Refusing(null), cancellation).Select(row => OptOutRow.Read(row).ToEntry());

    /// <summary>Forgets which number a word of before a time is of, and what was noted with it. The word stays.</summary>
    public async Task EraseNumberAsync(PhoneNumber customer, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var form in (PhoneNumber?[])[customer, customer.OtherForm])
        {
            while (form is not null && await ReadAsync(form, cancellation) is { Number: not null } known && known.At <= upTo)
            {
                try
                {
                    var erased = known with { Number = null, Reason = null };
                    await storage.OptOuts.ReplaceAsync(erased.ToRow(), known.ETag, cancellation);
                }
                catch (ConflictException conflict) when (conflict.Kind is Conflict.Changed)
                {
                    // A word came at the same moment.
                }
            }
        }
    }

    private static RowQuery Refusing(string? after) =>
        (after is null ? RowQuery.All : RowQuery.InPartitionsAfter(after)).Where(nameof(OptOutRow.OptedOut), Comparison.Equal, true);

    private async Task<OptOutRow?> FindRowAsync(PhoneNumber customer, CancellationToken cancellation)
    {
        var row = await ReadAsync(customer, cancellation);
        var other = customer.OtherForm is { } form ? await ReadAsync(form, cancellation) : null;
        return other?.ToOptOut().Supersedes(row?.ToOptOut()) is true ? other : row;
    }

    private async Task<OptOutRow?> ReadAsync(PhoneNumber customer, CancellationToken cancellation) =>
        await ReadAsync(await hashes.OfAsync(customer, cancellation), cancellation);

    private async Task<OptOutRow?> ReadAsync(string hash, CancellationToken cancellation) =>
        await storage.OptOuts.FindAsync(hash, RowKey, cancellation) is { } row ? OptOutRow.Read(row) : null;

    private sealed record OptOutRow(string Hash)
    {
        public ETag ETag { get; private init; }

        public bool OptedOut { get; init; }

        public DateTimeOffset At { get; init; }

        /// <summary>The number's key.</summary>
        public string? Number { get; init; }

        /// <summary>Who of the team noted it.</summary>
        public string? UserId { get; init; }

        public string? UserName { get; init; }

        public string? Reason { get; init; }

        public static OptOutRow Read(TableRow row) => new(row.PartitionKey)
        {
            ETag = row.ETag,
            OptedOut = row.GetBoolean(nameof(OptedOut)) is true,
            At = row.GetDateTimeOffset(nameof(At)) ?? default,
            Number = row.GetString(nameof(Number)),
            UserId = row.GetString(nameof(UserId)),
            UserName = row.GetString(nameof(UserName)),
            Reason = row.GetString(nameof(Reason)),
        };

        public TableRow ToRow() => new(Hash, RowKey)
        {
            [nameof(OptedOut)] = OptedOut,
            [nameof(At)] = At,
            [nameof(Number)] = Number,
            [nameof(UserId)] = UserId,
            [nameof(UserName)] = UserName,
            [nameof(Reason)] = Reason,
        };

        public OptOut ToOptOut() => new(OptedOut, At);

        public OptOutEntry ToEntry() => new(
            Number is not null && PhoneNumber.TryParseKey(Number, out var number) ? number : null,
            OptedOut,
            At,
            UserId is null ? null : new(UserId, UserName ?? UserId),
            Reason);
    }
}
