using System.Collections.Concurrent;
using System.Globalization;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Phone;

/// <summary>What happens to texts on their way to a customer's phone.</summary>
public enum SimulatedTextOutcome
{
    /// <summary>They arrive, and the provider reports it.</summary>
    Delivered,

    /// <summary>They do not arrive, and the provider reports it: the number does not exist.</summary>
    Failed,

    /// <summary>The carrier blocks them: the customer has opted out.</summary>
    OptedOut,

    /// <summary>They arrive, but the carrier gives no delivery reports.</summary>
    Unconfirmed,

    /// <summary>They arrive, and no report ever comes.</summary>
    Silent,

    /// <summary>The provider is busy and takes none.</summary>
    Busy,

    /// <summary>The provider refuses them.</summary>
    Refused,

    /// <summary>They arrive, but the provider's answer and report are lost.</summary>
    Lost,
}

/// <summary>What a customer's phone does when the inbox calls it.</summary>
public enum SimulatedCallOutcome
{
    /// <summary>The customer picks up at once.</summary>
    Answers,

    /// <summary>The customer declines.</summary>
    Declines,

    /// <summary>It is busy.</summary>
    Busy,

    /// <summary>It rings, and nobody picks up.</summary>
    DoesNotPickUp,

    /// <summary>The call does not reach it.</summary>
    Unreachable,
}

/// <summary>A text that a customer's phone received.</summary>
public sealed record ReceivedText(string MessageId, PhoneNumber From, PhoneNumber To, string Text, DateTimeOffset At);

/// <summary>A text as a customer's phone shows it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Number">The number of ours.</param>
/// <param name="IsSent">Whether the customer wrote it.</param>
/// <param name="Text">What it says.</param>
/// <param name="At">When it was sent or came.</param>
public sealed record PhoneText(string MessageId, PhoneNumber Number, bool IsSent, string Text, DateTimeOffset At);

/// <summary>The phones of the simulated customers: what they sent and received is kept with the inbox's data, one row for each time it
/// came.</summary>
public sealed class CustomerPhones(IStorage storage, TimeProvider time)
{
    private const string SentColumn = "Sent";

    private readonly ITable _texts = TextsIn(storage);
    private readonly ConcurrentDictionary<PhoneNumber, SimulatedTextOutcome> _textOutcomes = new();
    private readonly ConcurrentDictionary<PhoneNumber, SimulatedCallOutcome> _callOutcomes = new();

    /// <summary>The table of what the phones received.</summary>
    internal static ITable TextsIn(IStorage storage) => storage.GetTable("LocalPhoneTexts");

    public Task CreateAsync(CancellationToken cancellation) => _texts.CreateIfNotExistsAsync(cancellation);

    /// <summary>What happens to texts to a number; delivered unless said otherwise.</summary>
    public SimulatedTextOutcome TextOutcomeOf(PhoneNumber number) => _textOutcomes.GetValueOrDefault(number);

    /// <summary>Says what happens to texts to a number from now on.</summary>
    public void SetTextOutcome(PhoneNumber number, SimulatedTextOutcome outcome) => _textOutcomes[number] = outcome;

    /// <summary>What a number does when it is called; answers unless said otherwise.</summary>
    public SimulatedCallOutcome CallOutcomeOf(PhoneNumber number) => _callOutcomes.GetValueOrDefault(number);

    /// <summary>Says what happens to texts and calls to a number from now on; null leaves it as it is.</summary>
    public void SetOutcomes(PhoneNumber number, SimulatedTextOutcome? texts, SimulatedCallOutcome? calls)
    {
        _textOutcomes[number] = texts ?? TextOutcomeOf(number);
        _callOutcomes[number] = calls ?? CallOutcomeOf(number);
    }

    public Task ReceiveAsync(OutgoingText text, CancellationToken cancellation) => KeepAsync(
        text.To,
        new(MessageTag.TryParse(text.Tag, out var tag) ? tag.MessageId : text.Tag, text.From, IsSent: false, text.Text, time.GetUtcNow()),
        cancellation);

    /// <summary>Keeps what a customer wrote to a number of ours.</summary>
    public Task KeepSentAsync(string messageId, PhoneNumber from, PhoneNumber to, string text, CancellationToken cancellation) =>
        KeepAsync(from, new(messageId, to, IsSent: true, text, time.GetUtcNow()), cancellation);

    /// <summary>Forgets what a number sent and received up to a time.</summary>
    public async Task ForgetAsync(PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation)
    {
        await _texts.DeleteAsync(RowQuery.InPartition(number.Key).Before(RowQuery.PrefixEnd(Ticks(upTo))), cancellation);
    }

    /// <summary>All that a number received, oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedText>> ReadAsync(PhoneNumber number, CancellationToken cancellation) =>
        [.. from text in await ReadAllAsync(number, cancellation) where !text.IsSent
            select new ReceivedText(text.MessageId, text.Number, number, text.Text, text.At)];

    /// <summary>All that a number sent and received, oldest first.</summary>
    public async Task<IReadOnlyList<PhoneText>> ReadAllAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var texts = new List<PhoneText>();
        await foreach (var row in _texts.QueryAsync(RowQuery.InPartition(number.Key), cancellation))
        {
            if (row.GetString(nameof(ReceivedText.MessageId)) is { } messageId
                && PhoneNumber.TryParse(row.GetString(nameof(ReceivedText.From)), out var ours)
                && row.GetString(nameof(ReceivedText.Text)) is { } text && row.GetDateTimeOffset(nameof(ReceivedText.At)) is { } at)
            {
                texts.Add(new(messageId, ours, row.GetBoolean(SentColumn) is true, text, at));
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

        await _texts.InsertAsync(row, cancellation);
    }

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
