using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>A phone number of the business, and the name that the team gave it; null where it has none yet.</summary>
public sealed record BusinessNumber(PhoneNumber Number, string? Name);

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
            await storage.Numbers.AddEntityAsync(new TableEntity(Partition, number.Number.Key) { [nameof(BusinessNumber.Name)] = number.Name }, cancellation);
        }
        catch (RequestFailedException known) when (known.Status is 409)
        {
            // Somebody was faster.
        }

        await ReadAsync(cancellation);
    }

    private async Task<ImmutableSortedDictionary<string, BusinessNumber>> ReadAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, BusinessNumber>(StringComparer.Ordinal);
        await foreach (var row in storage.Numbers.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            if (PhoneNumber.TryParseKey(row.RowKey, out var number))
            {
                numbers[row.RowKey] = new(number, row.GetString(nameof(BusinessNumber.Name)));
            }
        }

        _known = new(numbers.ToImmutable(), at);
        return _known.Numbers;
    }

    private sealed record Known(ImmutableSortedDictionary<string, BusinessNumber> Numbers, DateTimeOffset At);
}
