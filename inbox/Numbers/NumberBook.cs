using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>A phone number of the business, and the name that the team gave it; null where it has none yet.</summary>
public sealed record BusinessNumber(PhoneNumber Number, string? Name)
{
    /// <summary>The users whose devices ring when a customer calls; null: the whole team's.</summary>
    public ImmutableArray<string>? RingGroup { get; init; }

    /// <summary>How long they ring.</summary>
    [JsonPropertyName("ringTimeSeconds")]
    [JsonConverter(typeof(SecondsJson))]
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether its calls are recorded, after an announcement.</summary>
    public bool Records { get; init; }

    /// <summary>Whether a caller whom nobody answers may leave a voicemail.</summary>
    public bool TakesVoicemail { get; init; } = true;

    /// <summary>Whether callers hear a greeting of its own before the ringing.</summary>
    public bool HasGreeting { get; init; }
}

/// <summary>
/// The numbers of the business: few, so they are kept in memory and read again every half a minute. A number once known is never
/// deleted.
/// </summary>
public sealed class NumberBook(InboxStorage storage, TimeProvider time)
{
    private const string Partition = "numbers";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private volatile Known _known = new(ImmutableSortedDictionary.Create<string, BusinessNumber>(StringComparer.Ordinal), DateTimeOffset.MinValue);

    /// <summary>All numbers, in their order.</summary>
    public async ValueTask<ImmutableSortedDictionary<string, BusinessNumber>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Fresh ? _known.Numbers : await ReadAsync(cancellation);

    /// <summary>Adds a number that is not known yet, without a name (design, section 6).</summary>
    public async ValueTask EnsureAsync(PhoneNumber number, CancellationToken cancellation)
    {
        if (!_known.Numbers.ContainsKey(number.Key))
        {
            await AddAsync(new(number, null), cancellation);
        }
    }

    /// <summary>Adds a number; does nothing where it is known already, whatever its name.</summary>
    public async Task AddAsync(BusinessNumber number, CancellationToken cancellation)
    {
        try
        {
            await storage.Numbers.AddEntityAsync(Row(number), cancellation);
        }
        catch (RequestFailedException known) when (known.Status is 409)
        {
            // Somebody was faster.
        }

        await ReadAsync(cancellation);
    }

    /// <summary>Writes a number with its settings, whatever was known of it before.</summary>
    public async Task SaveAsync(BusinessNumber number, CancellationToken cancellation)
    {
        await storage.Numbers.UpsertEntityAsync(Row(number), TableUpdateMode.Replace, cancellation);
        await ReadAsync(cancellation);
    }

    private static TableEntity Row(BusinessNumber number) => Rows.Of(Partition, number.Number.Key, number);

    private async Task<ImmutableSortedDictionary<string, BusinessNumber>> ReadAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, BusinessNumber>(StringComparer.Ordinal);
        await foreach (var row in storage.Numbers.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            numbers[row.RowKey] = Rows.Read<BusinessNumber>(row);
        }

        _known = new(numbers.ToImmutable(), at);
        return _known.Numbers;
    }

    private sealed record Known(ImmutableSortedDictionary<string, BusinessNumber> Numbers, DateTimeOffset At);
}
