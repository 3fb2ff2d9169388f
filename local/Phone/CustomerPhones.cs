using System.Collections.Concurrent;
using System.Globalization;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Phone;

/// <summary>The outcome of texts to a simulated phone.</summary>
public enum SimulatedTextOutcome
{
    /// <summary>Delivered, with a report.</summary>
    Delivered,

    /// <summary>Not delivered, with a report: the number does not exist.</summary>
    Failed,

    /// <summary>Blocked by the carrier: the customer opted out.</summary>
    OptedOut,

    /// <summary>Delivered, but the carrier gives no delivery reports.</summary>
    Unconfirmed,

    /// <summary>Delivered, without any report.</summary>
    Silent,

    /// <summary>Not accepted: the provider is busy.</summary>
    Busy,

    /// <summary>Refused by the provider.</summary>
    Refused,

    /// <summary>Delivered, but the provider's response and report are lost.</summary>
    Lost,
}

/// <summary>The outcome of calls to a simulated phone.</summary>
public enum SimulatedCallOutcome
{
    /// <summary>The customer answers immediately.</summary>
    Answers,

    /// <summary>The customer declines.</summary>
    Declines,

    /// <summary>The phone is busy.</summary>
    Busy,

    /// <summary>The phone rings, and nobody answers.</summary>
    DoesNotPickUp,

    /// <summary>The phone cannot be reached.</summary>
    Unreachable,
}

/// <summary>A text that a simulated phone received.</summary>
public sealed record ReceivedText(string MessageId, PhoneNumber From, PhoneNumber To, string Text, DateTimeOffset At);

/// <summary>A text as a simulated phone shows it.</summary>
/// <param name="MessageId">The id.</param>
/// <param name="Number">The number of the business.</param>
/// <param name="IsSent">Whether the customer sent it.</param>
/// <param name="Text">The text.</param>
/// <param name="At">When it was sent or received.</param>
public sealed record PhoneText(string MessageId, PhoneNumber Number, bool IsSent, string Text, DateTimeOffset At)
{
    /// <summary>The ids of its pictures.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];
}

/// <summary>A picture that is sent or received.</summary>
public sealed record PhonePicture(string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>
/// The phones of the simulated customers. Their texts are stored with the inbox's data, one row for each delivery, and their pictures as
/// blobs.
/// </summary>
public sealed class CustomerPhones(IStorage storage, TimeProvider time)
{
    private const string SentColumn = "Sent";
    private const string PicturesColumn = "Pictures";

    private readonly ITable _texts = TextsIn(storage);
    private readonly IBlobContainer _pictures = storage.GetContainer("phonepictures");
    private readonly ConcurrentDictionary<PhoneNumber, SimulatedTextOutcome> _textOutcomes = new();
    private readonly ConcurrentDictionary<PhoneNumber, SimulatedCallOutcome> _callOutcomes = new();

    /// <summary>The table of texts.</summary>
    internal static ProviderTable Table { get; } = new("LocalPhoneTexts");

    /// <summary>The table of texts in a storage.</summary>
    internal static ITable TextsIn(IStorage storage) => storage.GetTable(Table.Name);

    /// <summary>The outcome of texts to a number; delivered by default.</summary>
    public SimulatedTextOutcome TextOutcomeOf(PhoneNumber number) => _textOutcomes.GetValueOrDefault(number);

    /// <summary>Sets the outcome of later texts to a number.</summary>
    public void SetTextOutcome(PhoneNumber number, SimulatedTextOutcome outcome) => _textOutcomes[number] = outcome;

    /// <summary>The outcome of calls to a number; answered by default.</summary>
    public SimulatedCallOutcome CallOutcomeOf(PhoneNumber number) => _callOutcomes.GetValueOrDefault(number);

    /// <summary>Sets the outcomes of later texts and calls to a number; null leaves one unchanged.</summary>
    public void SetOutcomes(PhoneNumber number, SimulatedTextOutcome? texts, SimulatedCallOutcome? calls)
    {
        _textOutcomes[number] = texts ?? TextOutcomeOf(number);
        _callOutcomes[number] = calls ?? CallOutcomeOf(number);
    }

    public async Task ReceiveAsync(OutgoingText text, CancellationToken cancellation, IReadOnlyList<PhonePicture>? pictures = null) =>
        await KeepAsync(
            text.To,
            new(
                MessageTag.TryParse(text.Tag, out var tag) ? tag.MessageId : text.Tag, text.From, IsSent: false, text.Text,
                time.GetUtcNow())
            {
                Pictures = await StoreAsync(text.To, pictures ?? [], cancellation),
            },
            cancellation);

    /// <summary>Stores a text that a customer sent.</summary>
    public async Task KeepSentAsync(
        string messageId, PhoneNumber from, PhoneNumber to, string text, CancellationToken cancellation,
        IReadOnlyList<PhonePicture>? pictures = null) =>
        await KeepAsync(
            from,
            new(messageId, to, IsSent: true, text, time.GetUtcNow())
            {
                Pictures = await StoreAsync(from, pictures ?? [], cancellation),
            },
            cancellation);

    /// <summary>A picture of a number; null if there is none with this id.</summary>
    public async Task<PhonePicture?> FindPictureAsync(PhoneNumber number, string id, CancellationToken cancellation) =>
        SourceIds.CanBeKey(id) && await _pictures.DownloadAsync($"{number.Key}/{id}", cancellation) is { } found
            ? new(found.Blob.ContentType, found.Content) : null;

    /// <summary>Deletes the texts of a number up to a time.</summary>
    public async Task ForgetAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var picture in (await ReadAllAsync(number, cancellation)).Where(text => text.At <= upTo).SelectMany(text => text.Pictures))
        {
            await _pictures.DeleteAsync($"{number.Key}/{picture}", ETag.Any, cancellation);
        }

        await _texts.DeleteAsync(RowQuery.InPartition(number.Key).Before(RowQuery.PrefixEnd(Ticks(upTo))), cancellation);
    }

    /// <summary>The texts that a number received, oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedText>> ReadAsync(PhoneNumber number, CancellationToken cancellation) =>
        [.. from text in await ReadAllAsync(number, cancellation) where !text.IsSent
            select new ReceivedText(text.MessageId, text.Number, number, text.Text, text.At)];

    /// <summary>The texts that a number sent and received, oldest first.</summary>
    public async Task<IReadOnlyList<PhoneText>> ReadAllAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var texts = new List<PhoneText>();
        await foreach (var row in _texts.QueryAsync(RowQuery.InPartition(number.Key), cancellation))
        {
            if (row.GetString(nameof(ReceivedText.MessageId)) is { } messageId
                && PhoneNumber.TryParse(row.GetString(nameof(ReceivedText.From)), out var ours)
                && row.GetString(nameof(ReceivedText.Text)) is { } text && row.GetDateTimeOffset(nameof(ReceivedText.At)) is { } at)
            {
                texts.Add(new(messageId, ours, row.GetBoolean(SentColumn) is true, text, at)
                {
                    Pictures = row.GetString(PicturesColumn)?.Split(' ') ?? [],
                });
            }
        }

        return texts;
    }

    private async Task KeepAsync(PhoneNumber customer, PhoneText text, CancellationToken cancellation)
    {
        var row = new TableRow(customer.Key, $"{Ticks(text.At)}|{Guid.NewGuid()}")
        {
            [nameof(ReceivedText.MessageId)] = text.MessageId,
            [nameof(ReceivedText.From)] = text.Number.Value,
            [nameof(ReceivedText.Text)] = text.Text,
            [nameof(ReceivedText.At)] = text.At,
        };
        if (text.IsSent)
        {
            row[SentColumn] = true;
        }

        if (text.Pictures.Count > 0)
        {
            row[PicturesColumn] = string.Join(' ', text.Pictures);
        }

        await _texts.InsertAsync(row, cancellation);
    }

    private async Task<IReadOnlyList<string>> StoreAsync(
        PhoneNumber customer, IReadOnlyList<PhonePicture> pictures, CancellationToken cancellation)
    {
        var ids = new List<string>();
        if (pictures.Count > 0)
        {
            await _pictures.CreateIfNotExistsAsync(cancellation);
        }

        foreach (var picture in pictures)
        {
            ids.Add(Guid.NewGuid().ToString("N"));
            await _pictures.UploadAsync(
                $"{customer.Key}/{ids[^1]}", picture.Content, new() { ContentType = picture.ContentType }, BlobCondition.None,
                cancellation);
        }

        return ids;
    }

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
