using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.DeadLetters;

/// <summary>Something that is kept as it came.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why: <see cref="DeadLetterStore.Unreadable"/> or <see cref="DeadLetterStore.TooLong"/>.</param>
/// <param name="StoredAt">When it came.</param>
/// <param name="About">When that happened which it is about; null where nobody knows.</param>
/// <param name="CallId">The call of ours that it was posted for; null where it was for none.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record DeadLetter(string Id, string Reason, DateTimeOffset StoredAt, DateTimeOffset? About, string? CallId, long Length);

/// <summary>What came from outside and could not be read, or not be kept whole: as it came, in the container <c>unprocessed</c>.</summary>
public sealed partial class DeadLetterStore(StorageTables storage, InboxMetrics metrics, TimeProvider time)
{
    internal const int MaxCounted = 1_000;
    private const string AboutKey = "about";
    private const string CallKey = "call";

    /// <summary>It was of an unknown kind, malformed, without the fields that it needs, or what storage can never hold.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>It was read, but its text is stored cut.</summary>
    public const string TooLong = "toolong";

    /// <summary>
    /// How long it waits for a version of the inbox that can read it. The original of a text that is stored cut belongs to its
    /// conversation, and is kept as long.
    /// </summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(90);

    /// <summary>Keeps it under the day and its own hash, so that a repetition on that day is kept once.</summary>
    /// <param name="why">Why: <see cref="Unreadable"/> or <see cref="TooLong"/>.</param>
    /// <param name="original">What came.</param>
    /// <param name="about">When that happened which it is about; null where nobody knows.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task AddAsync(string why, BinaryData original, DateTimeOffset? about, CancellationToken cancellation) =>
        AddAsync(why, original, about, callId: null, cancellation);

    /// <summary>Keeps an event that was posted for a call and cannot be read.</summary>
    /// <param name="callId">The call's id, which the event does not say.</param>
    /// <param name="original">What came.</param>
    /// <param name="about">When the call began; null where nobody knows.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task AddCallEventAsync(string callId, BinaryData original, DateTimeOffset? about, CancellationToken cancellation) =>
        AddAsync(Unreadable, original, about, callId, cancellation);

    /// <summary>How many are kept because nobody could read them; 1,000 stands for as many or more.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation) =>
        await storage.Unprocessed.ListAsync(Unreadable + "/", cancellation).Take(MaxCounted).CountAsync(cancellation);

    /// <summary>Reads a page of what is kept, that of the newest day first.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">The id of the last one of the page before; null for the first page.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<DeadLetter>> ReadAsync(int limit, string? after, CancellationToken cancellation)
    {
        var page = (await storage.Unprocessed.ListAsync(null, cancellation).Select(Read).OfType<DeadLetter>().ToListAsync(cancellation))
            .OrderByDescending(deadLetter => PlaceOf(deadLetter.Id), StringComparer.Ordinal)
            .Where(deadLetter => after is null || string.CompareOrdinal(PlaceOf(deadLetter.Id), PlaceOf(after)) < 0)
            .Take(limit + 1).ToImmutableArray();
        return new([.. page.Take(limit)], page.Length > limit ? Cursors.Encode(page[limit - 1].Id) : null);
    }

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) => Cursors.Decode(text) is { } id && IdForm().IsMatch(id) ? id : null;

    /// <summary>What is kept, and as it came; null where there is no such.</summary>
    public async Task<(DeadLetter Kept, BinaryData Original)?> FindAsync(string id, CancellationToken cancellation) =>
        IdForm().IsMatch(id) && await storage.Unprocessed.DownloadAsync(NameOf(id), cancellation) is { } found
            && Read(found.Blob) is { } deadLetter
            ? (deadLetter, new(found.Content))
            : null;

    /// <summary>Deletes what is kept; does nothing where there is no such.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellation) =>
        storage.Unprocessed.DeleteAsync(NameOf(id), ETag.Any, cancellation);

    /// <summary>Deletes the originals in which one of some numbers stands, however it is written, but for those about what happened
    /// later.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">The time up to which they are deleted.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(original => NumbersInText.Contains(original, numbers), upTo, cancellation);

    /// <summary>Deletes the originals in which both sides of a conversation stand, but for those about what happened later.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">The time up to which they are deleted.</param>
    /// <param name="cancellation">Stops it.</param>
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

    /// <summary>Deletes what nobody could read for <see cref="Retention"/>.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        var before = $"{Unreadable}/{time.GetUtcNow() - Retention:yyyy-MM-dd}";
        await foreach (var kept in storage.Unprocessed.ListAsync(Unreadable + "/", cancellation))
        {
            if (string.CompareOrdinal(kept.Name, before) >= 0)
            {
                // They come in the order of their names, and so of their days.
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

    /// <summary>The day, and then what makes it one of several.</summary>
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
