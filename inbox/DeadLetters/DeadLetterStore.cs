using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.DeadLetters;

/// <summary>An event that was stored as it arrived.</summary>
/// <param name="Id">The id.</param>
/// <param name="Reason">Why it was stored: <see cref="DeadLetterStore.Unreadable"/> or <see cref="DeadLetterStore.TooLong"/>.</param>
/// <param name="StoredAt">When it arrived.</param>
/// <param name="About">The time of what it is about; null if unknown.</param>
/// <param name="CallId">The call that it was posted for; null if there is none.</param>
/// <param name="Length">The length in bytes.</param>
public sealed record DeadLetter(string Id, string Reason, DateTimeOffset StoredAt, DateTimeOffset? About, string? CallId, long Length);

/// <summary>
/// Stores events that could not be read, or whose text was truncated, as they arrived, in the container <c>unprocessed</c>.
/// </summary>
public sealed partial class DeadLetterStore(StorageTables storage, InboxMetrics metrics, TimeProvider time)
    : ICustomerDataEraser, IDailyWork
{
    internal const int MaxCounted = 1_000;
    private const string AboutKey = "about";
    private const string CallKey = "call";

    /// <summary>The event is of an unknown kind, malformed, incomplete, or exceeds a limit of storage.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The event was handled, but its text was truncated.</summary>
    public const string TooLong = "toolong";

    /// <summary>
    /// How long an event waits for a version of the inbox that can read it. The original of a truncated text is kept as long as its
    /// conversation.
    /// </summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(90);

    /// <summary>Stores an event under the current day and its hash, so that a repetition on the same day is stored once.</summary>
    /// <param name="why">The reason: <see cref="Unreadable"/> or <see cref="TooLong"/>.</param>
    /// <param name="original">The event as it arrived.</param>
    /// <param name="about">The time of what it is about; null if unknown.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task AddAsync(string why, BinaryData original, DateTimeOffset? about, CancellationToken cancellation) =>
        AddAsync(why, original, about, callId: null, cancellation);

    /// <summary>Stores an unreadable event that was posted for a call.</summary>
    /// <param name="callId">The id of the call, which the event itself does not contain.</param>
    /// <param name="original">The event as it arrived.</param>
    /// <param name="about">When the call started; null if unknown.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task AddCallEventAsync(string callId, BinaryData original, DateTimeOffset? about, CancellationToken cancellation) =>
        AddAsync(Unreadable, original, about, callId, cancellation);

    /// <summary>The number of unreadable events, at most 1,000.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation) =>
        await storage.Unprocessed.ListAsync(Unreadable + "/", cancellation).Take(MaxCounted).CountAsync(cancellation);

    /// <summary>Reads a page of events, newest day first.</summary>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="after">The id of the last event of the previous page; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<Page<DeadLetter>> ReadAsync(int limit, string? after, CancellationToken cancellation)
    {
        var page = (await storage.Unprocessed.ListAsync(null, cancellation).Select(Read).OfType<DeadLetter>().ToListAsync(cancellation))
            .OrderByDescending(deadLetter => PlaceOf(deadLetter.Id), StringComparer.Ordinal)
            .Where(deadLetter => after is null || string.CompareOrdinal(PlaceOf(deadLetter.Id), PlaceOf(after)) < 0)
            .Take(limit + 1).ToImmutableArray();
        return new([.. page.Take(limit)], page.Length > limit ? Cursors.Encode(page[limit - 1].Id) : null);
    }

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) => Cursors.Decode(text) is { } id && IdForm().IsMatch(id) ? id : null;

    /// <summary>An event and its content; null if it does not exist.</summary>
    public async Task<(DeadLetter Kept, BinaryData Original)?> FindAsync(string id, CancellationToken cancellation) =>
        IdForm().IsMatch(id) && await storage.Unprocessed.DownloadAsync(NameOf(id), cancellation) is { } found
            && Read(found.Blob) is { } deadLetter
            ? (deadLetter, new(found.Content))
            : null;

    /// <summary>Deletes an event. Does nothing if it does not exist.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellation) =>
        storage.Unprocessed.DeleteAsync(NameOf(id), ETag.Any, cancellation);

    /// <inheritdoc/>
    public Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation) =>
        EraseAsync(customer.Numbers, customer.UpTo, cancellation);

    /// <summary>Deletes the events that contain one of the numbers in any notation, up to a time.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">Events about a later time stay.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(original => NumbersInText.Contains(original, numbers), upTo, cancellation);

    /// <summary>Deletes the events that contain both numbers of a conversation, up to a time.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">Events about a later time stay.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task EraseAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(original => NumbersInText.ContainsBoth(original, id.Number, id.Customer), upTo, cancellation);

    private async Task EraseAsync(Func<string, bool> isTheirs, DateTimeOffset upTo, CancellationToken cancellation)
    {
        await foreach (var kept in storage.Unprocessed.ListAsync(null, cancellation))
        {
            if ((About(kept.Metadata) ?? kept.LastModified) <= upTo
                && await storage.Unprocessed.DownloadAsync(kept.Name, cancellation) is { } original
                    && isTheirs(Encoding.UTF8.GetString(original.Content.Span)))
            {
                await storage.Unprocessed.DeleteAsync(kept.Name, ETag.Any, cancellation);
            }
        }
    }

    /// <summary>Deletes unreadable events that are older than <see cref="Retention"/>.</summary>
    public async Task RunDailyAsync(CancellationToken cancellation)
    {
        var before = $"{Unreadable}/{time.GetUtcNow() - Retention:yyyy-MM-dd}";
        await foreach (var kept in storage.Unprocessed.ListAsync(Unreadable + "/", cancellation))
        {
            if (string.CompareOrdinal(kept.Name, before) >= 0)
            {
                // They are listed in the order of their days.
                break;
            }

            await storage.Unprocessed.DeleteAsync(kept.Name, ETag.Any, cancellation);
        }
    }

    private async Task AddAsync(string why, BinaryData original, DateTimeOffset? about, string? callId, CancellationToken cancellation)
    {
        var name = $"{why}/{time.GetUtcNow():yyyy-MM-dd}/{Convert.ToHexStringLower(SHA256.HashData(original))}.json";
        var metadata = new Dictionary<string, string>();
        if (about is { } at)
        {
            metadata[AboutKey] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        if (callId is not null)
        {
            metadata[CallKey] = callId;
        }

        try
        {
            await storage.Unprocessed.UploadAsync(
                name, original.ToMemory(), new() { ContentType = "application/json", Metadata = metadata },
                BlobCondition.Missing, cancellation);
        }
        catch (ConflictException)
        {
            return;
        }

        if (why is Unreadable)
        {
            metrics.Unprocessed();
        }
    }

    private static string NameOf(string id) => $"{id.Replace('.', '/')}.json";

    /// <summary>The sort key: the day, then the rest of the id.</summary>
    private static string PlaceOf(string id) => id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..] + id;

    private static DeadLetter? Read(StoredBlob blob) =>
        blob.Name.Replace('/', '.') is [.. var id, '.', 'j', 's', 'o', 'n'] && IdForm().IsMatch(id)
            ? new(id, id.Split('.')[0], blob.CreatedAt, About(blob.Metadata), blob.Metadata.GetValueOrDefault(CallKey), blob.Length)
            : null;

    private static DateTimeOffset? About(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(AboutKey, out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;

    [GeneratedRegex(@"^(unreadable|toolong)\.[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9a-f]{64}\z")]
    private static partial Regex IdForm();
}
