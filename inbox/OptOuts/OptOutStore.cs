using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.OptOuts;

/// <summary>The newest opt-out or opt-in of a customer number.</summary>
/// <param name="Number">The number; null if its customer was erased, or in rows of earlier versions, which contain only the hash.</param>
/// <param name="OptedOut">Whether it is an opt-out.</param>
/// <param name="At">When the customer opted out or in.</param>
/// <param name="By">The user who recorded it; null if it came by text or from the provider.</param>
/// <param name="Reason">The reason that the user gave.</param>
public sealed record OptOutEntry(PhoneNumber? Number, bool OptedOut, DateTimeOffset At, Author? By, string? Reason);

/// <summary>
/// The opt-outs of customer numbers, which apply to all numbers of the business. The newest by time counts (docs/design.md#rules). The row
/// keys are keyed hashes of the numbers. When a customer is erased, the rows stay without the numbers.
/// </summary>
public sealed class OptOutStore(StorageTables storage, NumberHashes hashes) : ICustomerDataEraser
{
    private const string RowKey = "texts";
    private const int HashLength = 64;

    /// <summary>The newest opt-out or opt-in of a number in any form; null if there is none.</summary>
    public async Task<OptOut?> FindAsync(PhoneNumber customer, CancellationToken cancellation) =>
        (await FindRowAsync(customer, cancellation))?.ToOptOut();

    /// <summary>The newest entry of a number in any form; null if there is none.</summary>
    public async Task<OptOutEntry?> FindEntryAsync(PhoneNumber customer, CancellationToken cancellation) =>
        (await FindRowAsync(customer, cancellation))?.ToEntry();

    /// <summary>Records an opt-out or opt-in, unless a later one is known. Can be repeated.</summary>
    public Task RecordAsync(PhoneNumber customer, OptOut optOut, CancellationToken cancellation) =>
        RecordAsync(new(customer, optOut.OptedOut, optOut.At, null, null), cancellation);

    /// <summary>Records an entry, unless a later one is known. Can be repeated.</summary>
    /// <returns>Whether the entry counts.</returns>
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
                // Another entry was written at the same time. The newer one wins.
            }
        }
    }

    /// <summary>Reads a page of opted-out numbers, in no particular order.</summary>
    /// <param name="limit">The maximum number of entries.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<OptOutEntry>> ReadPageAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.OptOuts.ReadPageAsync(Refusing(after), limit, row => OptOutRow.Read(row).ToEntry(), row => row.PartitionKey, cancellation);

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { Length: HashLength } place && place.All(char.IsAsciiHexDigitLower) ? place : null;

    /// <summary>All opted-out numbers, read as a stream.</summary>
    public IAsyncEnumerable<OptOutEntry> ReadAllAsync(CancellationToken cancellation) =>
        storage.OptOuts.QueryAsync(Refusing(null), cancellation).Select(row => OptOutRow.Read(row).ToEntry());

    /// <inheritdoc/>
    public async Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation)
    {
        foreach (var number in customer.Numbers)
        {
            await EraseNumberAsync(number, customer.UpTo, cancellation);
        }
    }

    /// <summary>Removes the number, the user and the reason from an entry up to a time. The opt-out itself stays.</summary>
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
                    // Another entry was written at the same time.
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

        /// <summary>The key of the number.</summary>
        public string? Number { get; init; }

        /// <summary>The id of the user who recorded it.</summary>
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
