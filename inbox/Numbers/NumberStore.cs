using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Hours;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>A phone number of the business with the name that the team gave it; null if it has none.</summary>
public sealed record BusinessNumber(PhoneNumber Number, string? Name)
{
    /// <summary>The ids of the users whose devices ring for a customer's call; null for all users.</summary>
    public ImmutableArray<string>? RingGroup { get; init; }

    /// <summary>How long the devices ring.</summary>
    [JsonPropertyName("ringTimeSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether calls are recorded, after an announcement.</summary>
    public bool Records { get; init; }

    /// <summary>Whether a caller can leave a voicemail if nobody answers.</summary>
    public bool TakesVoicemail { get; init; } = true;

    /// <summary>The blob with the greeting that callers hear first, see <see cref="Greetings"/>; null if there is none.</summary>
    public string? Greeting { get; init; }

    /// <summary>When the business is open; null for always.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BusinessHours? Hours { get; init; }

    /// <summary>Whether a call outside <see cref="Hours"/> goes to voicemail at once. Otherwise it rings as usual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool VoicemailWhenClosed { get; init; }

    /// <summary>The texts that the number sends by itself; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AutomaticTexts? AutomaticTexts { get; init; }

    /// <summary>How much open time a customer waits for a response until the conversation is overdue; null for any.</summary>
    [JsonPropertyName("escalateAfterSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? EscalateAfter { get; init; }

    /// <summary>Whether a user who replies to an unassigned conversation, or answers its call, becomes its assignee.</summary>
    public bool AssignsResponder { get; init; }

    /// <summary>Whether a conversation that reopens by itself loses its assignee.</summary>
    public bool UnassignsReopened { get; init; }

    /// <summary>The maximum of <see cref="CloseAfterDays"/>.</summary>
    public const int MaxCloseAfterDays = 365;

    /// <summary>
    /// The days after which the inbox closes an open conversation in which nothing happened and nobody waits; null if it never does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CloseAfterDays { get; init; }

    /// <summary>Whether the number is retired: it sends no texts and places no calls, but still receives both.</summary>
    public bool Retired { get; init; }

    /// <summary>Whether the business is open.</summary>
    public bool IsOpen(DateTimeOffset at) => Hours?.IsOpen(at) ?? true;

    /// <summary>Whether a call outside <see cref="Hours"/> goes to voicemail at a time.</summary>
    public bool GoesToVoicemail(DateTimeOffset at) => VoicemailWhenClosed && !IsOpen(at);

    /// <summary>Whether a caller whom nobody answers can leave a voicemail at a time.</summary>
    public bool MayTakeVoicemail(DateTimeOffset at) => TakesVoicemail || GoesToVoicemail(at);

    /// <summary>How long the business is open between two times.</summary>
    public TimeSpan OpenTime(DateTimeOffset from, DateTimeOffset to) => Hours?.OpenTime(from, to) ?? to - from;
}

/// <summary>A number with the ETag of its row.</summary>
public sealed record StoredNumber(BusinessNumber Number, ETag ETag);

/// <summary>The numbers of the business. They are few and cached for half a minute. A number is never deleted.</summary>
public sealed class NumberStore(StorageTables storage, TimeProvider time)
{
    private const string Partition = "numbers";
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);

    private volatile Known _known = new(
        ImmutableSortedDictionary.Create<string, BusinessNumber>(StringComparer.Ordinal), DateTimeOffset.MinValue);

    /// <summary>All numbers, sorted.</summary>
    public async ValueTask<ImmutableSortedDictionary<string, BusinessNumber>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < CacheDuration ? _known.Numbers : await ReadAsync(cancellation);

    /// <summary>Adds a number without a name if it is unknown.</summary>
    public async ValueTask EnsureAsync(PhoneNumber number, CancellationToken cancellation)
    {
        if (!_known.Numbers.ContainsKey(number.Key))
        {
            await AddAsync(new(number, null), cancellation);
        }
    }

    /// <summary>Whether a number is retired.</summary>
    public async ValueTask<bool> IsRetiredAsync(PhoneNumber number, CancellationToken cancellation) =>
        (await AllAsync(cancellation)).GetValueOrDefault(number.Key) is { Retired: true };

    /// <summary>All numbers as they are stored now, sorted.</summary>
    public async Task<IReadOnlyList<StoredNumber>> ListAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var stored = await storage.Numbers.QueryAsync(RowQuery.InPartition(Partition), cancellation)
            .Select(row => new StoredNumber(JsonRows.Read<BusinessNumber>(row), row.ETag))
            .ToListAsync(cancellation);
        if (at >= _known.At)
        {
            // A result that was read before another change must not replace the newer one.
            _known = new(stored.ToImmutableSortedDictionary(one => one.Number.Number.Key, one => one.Number, StringComparer.Ordinal), at);
        }

        return stored;
    }

    /// <summary>A number as it is stored now; null if it is unknown.</summary>
    public async Task<StoredNumber?> FindAsync(PhoneNumber number, CancellationToken cancellation) =>
        await storage.Numbers.FindAsync(Partition, number.Key, cancellation) is { } row
            ? new(JsonRows.Read<BusinessNumber>(row), row.ETag) : null;

    /// <summary>Adds a number. Does nothing if it exists already, whatever its name.</summary>
    /// <returns>The stored number; null if it existed with other values.</returns>
    public Task<StoredNumber?> AddAsync(BusinessNumber number, CancellationToken cancellation) =>
        WriteAsync(number, row => storage.Numbers.InsertAsync(row, cancellation), cancellation);

    /// <summary>Changes an unchanged number.</summary>
    /// <returns>The number as it is stored now; null if it was changed to something else meanwhile.</returns>
    public Task<StoredNumber?> SaveAsync(StoredNumber changed, CancellationToken cancellation) => WriteAsync(
        changed.Number, row => storage.Numbers.ReplaceAsync(row, changed.ETag, cancellation), cancellation);

    private async Task<StoredNumber?> WriteAsync(BusinessNumber number, Func<TableRow, Task<ETag>> write, CancellationToken cancellation)
    {
        try
        {
            return new(number, await write(JsonRows.Of(Partition, number.Number.Key, number)));
        }
        catch (ConflictException)
        {
            return await FindAsync(number.Number, cancellation) is { } now && JsonRows.AreSame(now.Number, number) ? now : null;
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
