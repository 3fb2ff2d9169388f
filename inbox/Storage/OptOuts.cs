using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>A customer number's newest word about our texts, as the team sees it.</summary>
/// <param name="Number">The number; null where its customer was erased, or where a version wrote it that kept the hash alone.</param>
/// <param name="OptedOut">Whether it refuses our texts.</param>
/// <param name="At">When the customer said so.</param>
/// <param name="By">Who of the team noted it; null where the customer texted it, or the provider told.</param>
/// <param name="Reason">What was noted with it.</param>
public sealed record NotedOptOut(PhoneNumber? Number, bool OptedOut, DateTimeOffset At, Author? By, string? Reason);

/// <summary>
/// Which customer numbers refuse our texts, from all numbers of ours. The newest word by time wins (design, section 2). Rows are found by
/// keyed hashes of the numbers. When a customer is erased, the rows stay and the numbers in them go.
/// </summary>
public sealed class OptOuts(InboxStorage storage, NumberHashes hashes)
{
    private const string RowKey = "texts";
    private const int HashLength = 64;

    /// <summary>The newest word of a customer number, in whichever of its forms; null where there was none.</summary>
    public async Task<OptOut?> FindAsync(PhoneNumber customer, CancellationToken cancellation) => (await FindRowAsync(customer, cancellation))?.ToWord();

    /// <summary>The same as the team sees it.</summary>
    public async Task<NotedOptOut?> FindNotedAsync(PhoneNumber customer, CancellationToken cancellation) => (await FindRowAsync(customer, cancellation))?.ToNoted();

    /// <summary>Keeps what the customer said, unless a later word is known. Repetitions change nothing.</summary>
    public Task NoteAsync(PhoneNumber customer, OptOut word, CancellationToken cancellation) =>
        NoteAsync(new(customer, word.OptedOut, word.At, null, null), cancellation);

    /// <summary>Keeps a word, unless a later one is known. Repetitions change nothing.</summary>
    /// <returns>Whether it counts.</returns>
    public async Task<bool> NoteAsync(NotedOptOut noted, CancellationToken cancellation)
    {
        var (customer, word) = (noted.Number!, new OptOut(noted.OptedOut, noted.At));
        var hash = await hashes.OfAsync(customer, cancellation);
        while (true)
        {
            var known = await ReadAsync(hash, cancellation);
            if (!word.Supersedes(known?.ToWord()))
            {
                return false;
            }

            var row = new OptOutRow
            {
                PartitionKey = hash,
                RowKey = RowKey,
                OptedOut = noted.OptedOut,
                At = noted.At,
                Number = customer.Key,
                UserId = noted.By?.UserId,
                UserName = noted.By?.Name,
                Reason = noted.Reason,
            };
            try
            {
                await (known is null
                    ? storage.OptOuts.AddEntityAsync(row, cancellation)
                    : storage.OptOuts.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Replace, cancellation));
                return true;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
            {
                // Another word came at the same moment: the newer of the two wins.
            }
        }
    }

    /// <summary>A page of the numbers that refuse our texts, in no particular order.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<NotedOptOut>> ReadPageAsync(int limit, string? after, CancellationToken cancellation)
    {
        var (page, last) = (new List<NotedOptOut>(limit), "");
        await foreach (var row in Refusing(after ?? "", limit + 1, cancellation))
        {
            if (page.Count == limit)
            {
                return new(page, Cursors.Encode(last));
            }

            page.Add(row.ToNoted());
            last = row.PartitionKey;
        }

        return new(page, null);
    }

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { Length: HashLength } place && place.All(char.IsAsciiHexDigitLower) ? place : null;

    /// <summary>All numbers that refuse our texts, read as they are asked for.</summary>
    public async IAsyncEnumerable<NotedOptOut> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in Refusing("", null, cancellation))
        {
            yield return row.ToNoted();
        }
    }

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
                    await storage.OptOuts.UpdateEntityAsync(erased, known.ETag, TableUpdateMode.Replace, cancellation);
                }
                catch (RequestFailedException conflict) when (conflict.Status is 412)
                {
                    // A word came at the same moment.
                }
            }
        }
    }

    private AsyncPageable<OptOutRow> Refusing(string after, int? atATime, CancellationToken cancellation) =>
        storage.OptOuts.QueryAsync<OptOutRow>(
            TableClient.CreateQueryFilter($"PartitionKey gt {after} and OptedOut eq {true}"), atATime, cancellationToken: cancellation);

    private async Task<OptOutRow?> FindRowAsync(PhoneNumber customer, CancellationToken cancellation)
    {
        var row = await ReadAsync(customer, cancellation);
        var other = customer.OtherForm is { } form ? await ReadAsync(form, cancellation) : null;
        return other?.ToWord().Supersedes(row?.ToWord()) is true ? other : row;
    }

    private async Task<OptOutRow?> ReadAsync(PhoneNumber customer, CancellationToken cancellation) =>
        await ReadAsync(await hashes.OfAsync(customer, cancellation), cancellation);

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

        /// <summary>The number's key.</summary>
        public string? Number { get; set; }

        /// <summary>Who of the team noted it.</summary>
        public string? UserId { get; set; }

        public string? UserName { get; set; }

        public string? Reason { get; set; }

        public OptOut ToWord() => new(OptedOut, At);

        public NotedOptOut ToNoted() => new(
            Number is not null && PhoneNumber.TryParseKey(Number, out var number) ? number : null,
            OptedOut,
            At,
            UserId is null ? null : new(UserId, UserName ?? UserId),
            Reason);
    }
}
