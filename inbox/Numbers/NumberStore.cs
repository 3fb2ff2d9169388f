using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>A phone number of the business, and the name that the team gave it; null where it has none yet.</summary>
public sealed record BusinessNumber(PhoneNumber Number, string? Name)
{
    /// <summary>The users whose devices ring when a customer calls; null: the whole team's.</summary>
    public ImmutableArray<string>? RingGroup { get; init; }

    /// <summary>How long they ring.</summary>
    [JsonPropertyName("ringTimeSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether its calls are recorded, after an announcement.</summary>
    public bool Records { get; init; }

    /// <summary>Whether a caller whom nobody answers may leave a voicemail.</summary>
    public bool TakesVoicemail { get; init; } = true;

    /// <summary>The blob with the greeting that its callers hear before the ringing, see <see cref="Greetings"/>; null where they hear
    /// none.</summary>
    public string? Greeting { get; init; }

    /// <summary>Whether it is no longer used to write or call; what customers send it is taken all the same.</summary>
    public bool Retired { get; init; }
}

/// <summary>A number with the tag of its row.</summary>
public sealed record StoredNumber(BusinessNumber Number, ETag ETag);

/// <summary>
/// The numbers of the business: few, so they are kept in memory and read again every half a minute. A number once known is never
/// deleted.
/// </summary>
public sealed class NumberStore(StorageTables storage, TimeProvider time)
{
    private const string Partition = "numbers";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private volatile Known _known = new(
        ImmutableSortedDictionary.Create<string, BusinessNumber>(StringComparer.Ordinal), DateTimeOffset.MinValue);

    /// <summary>All numbers, in their order.</summary>
    public async ValueTask<ImmutableSortedDictionary<string, BusinessNumber>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Fresh ? _known.Numbers : await ReadAsync(cancellation);

    /// <summary>Adds a number that is not known yet, without a name (docs/design.md#telephony-events).</summary>
    public async ValueTask EnsureAsync(PhoneNumber number, CancellationToken cancellation)
    {
        if (!_known.Numbers.ContainsKey(number.Key))
        {
            await AddAsync(new(number, null), cancellation);
        }
    }

    /// <summary>Whether a number is retired: nothing is to be sent or called from it.</summary>
    public async ValueTask<bool> IsRetiredAsync(PhoneNumber number, CancellationToken cancellation) =>
        (await AllAsync(cancellation)).GetValueOrDefault(number.Key) is { Retired: true };

    /// <summary>All numbers as they are stored now, in their order.</summary>
    public async Task<IReadOnlyList<StoredNumber>> ListAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var stored = await storage.Numbers.QueryAsync(RowQuery.InPartition(Partition), cancellation)
            .Select(row => new StoredNumber(Rows.Read<BusinessNumber>(row), row.ETag))
            .ToListAsync(cancellation);
        if (at >= _known.At)
        {
            // What was asked for before another's change, and came after, is older than what is known.
            _known = new(stored.ToImmutableSortedDictionary(one => one.Number.Number.Key, one => one.Number, StringComparer.Ordinal), at);
        }

        return stored;
    }

    /// <summary>A number as it is stored now; null where it is not known.</summary>
    public async Task<StoredNumber?> FindAsync(PhoneNumber number, CancellationToken cancellation) =>
        await storage.Numbers.FindAsync(Partition, number.Key, cancellation) is { } row
            ? new(Rows.Read<BusinessNumber>(row), row.ETag) : null;

    /// <summary>Adds a number; does nothing where it is known already, whatever its name.</summary>
    /// <returns>The number as it is stored now; null where it was known otherwise.</returns>
    public Task<StoredNumber?> AddAsync(BusinessNumber number, CancellationToken cancellation) =>
        WriteAsync(number, row => storage.Numbers.InsertAsync(row, cancellation), cancellation);

    /// <summary>Changes a number that nobody has changed since.</summary>
    /// <returns>The number as it is stored now; null where somebody has changed it to something else.</returns>
    public Task<StoredNumber?> SaveAsync(StoredNumber changed, CancellationToken cancellation) => WriteAsync(
        changed.Number, row => storage.Numbers.ReplaceAsync(row, changed.ETag, cancellation), cancellation);

    private async Task<StoredNumber?> WriteAsync(BusinessNumber number, Func<TableRow, Task<ETag>> write, CancellationToken cancellation)
    {
        try
        {
            return new(number, await write(Rows.Of(Partition, number.Number.Key, number)));
        }
        catch (ConflictException)
        {
            return await FindAsync(number.Number, cancellation) is { } now && Rows.AreSame(now.Number, number) ? now : null;
        }
        finally
        {
            await ListAsync(cancellation);
        }
    }

    private async Task<ImmutableSortedDictionary<string, BusinessNumber>> ReadAsync(CancellationToken cancellation)
    {
        await ListAsync(cancellation);
        return _known.Numbers;
    }

    private sealed record Known(ImmutableSortedDictionary<string, BusinessNumber> Numbers, DateTimeOffset At);
}
