using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>
/// Identifies background work, and the command that it follows from: <c>14255550100-12065550199.{source id}</c>;
/// <c>recordings.{recording id}</c> for a recording whose call is not known yet; <c>customers.{id}</c> for work on customers;
/// <c>search.{id}</c> for work on the search index. It is the id in <c>/api/commands/{id}</c> and the instance id of the orchestration.
/// </summary>
/// <param name="Conversation">The conversation; null for other work.</param>
/// <param name="SourceId">The source id of the command, the id of the recording, or a unique id of work on customers.</param>
[JsonConverter(typeof(WorkIdJson))]
public sealed record WorkId(ConversationId? Conversation, string SourceId)
{
    /// <summary>The partition of work without a conversation. It is not the key of any number.</summary>
    public const string Recordings = "recordings";

    /// <summary>The partition of work on customers, in the table of customers: it is written in one transaction with their rows.</summary>
    public const string Customers = "customers";

    /// <summary>The partition of work on the search index.</summary>
    public const string Search = "search";

    private const string TextPrefix = "t.";
    private const string SchedulePrefix = "at.";
    private const string SnoozePrefix = "snooze.";

    /// <summary><see cref="Recordings"/>, <see cref="Customers"/> or <see cref="Search"/> for work without a conversation.</summary>
    public string Subject { get; private init; } = Recordings;

    /// <summary>
    /// The partition of the work item. For a conversation it is that of the number, so that the work item is written in the conversation's
    /// transaction.
    /// </summary>
    public string Partition => Conversation?.Number.Key ?? Subject;

    /// <summary>The id of the work for a recording.</summary>
    public static WorkId OfRecording(string recordingId) => new(null, recordingId);

    /// <summary>The id of the work that updates the search index for a conversation.</summary>
    public static WorkId OfIndexing(ConversationId conversation) => new(conversation, "index");

    /// <summary>The id of the work that adds the text of a timeline item to the search index.</summary>
    public static WorkId OfText(ConversationId conversation, string itemId) => new(conversation, TextPrefix + itemId);

    /// <summary>The id of the work that rebuilds the search index.</summary>
    public static WorkId OfSearch { get; } = new(null, "rebuild") { Subject = Search };

    /// <summary>The item whose text is added to the search index; null for other work.</summary>
    public string? IndexedItemId => Conversation is not null && SourceId.StartsWith(TextPrefix, StringComparison.Ordinal)
        ? SourceId[TextPrefix.Length..] : null;

    /// <summary>
    /// The id of the work that sends a scheduled message at a time. Another time is other work, so that a worker that already waits for the
    /// former time finds nothing to do.
    /// </summary>
    public static WorkId OfScheduled(ConversationId conversation, string itemId, DateTimeOffset sendAt) =>
        new(conversation, SchedulePrefix + Ticks(sendAt) + "." + itemId);

    /// <summary>The scheduled message that is sent; null for other work.</summary>
    public string? ScheduledItemId => Conversation is not null && SourceId.StartsWith(SchedulePrefix, StringComparison.Ordinal)
        && SourceId[SchedulePrefix.Length..].Split('.', 2) is [_, var itemId] ? itemId : null;

    /// <summary>The id of the work that ends the snooze of a conversation at a time.</summary>
    public static WorkId OfSnooze(ConversationId conversation, DateTimeOffset until) => new(conversation, SnoozePrefix + Ticks(until));

    /// <summary>The id of work on customers.</summary>
    public static WorkId OfCustomers(string sourceId) => new(null, sourceId) { Subject = Customers };

    /// <summary>Parses an id in the form of <see cref="ToString"/>. Returns false if it is not valid.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkId? id)
    {
        id = text?.Split('.', 2) is not [var owner, var sourceId] || !SourceIds.CanBeKey(sourceId) ? null
            : owner is Recordings ? OfRecording(sourceId)
            : owner is Customers ? OfCustomers(sourceId)
            : owner is Search ? OfSearch with { SourceId = sourceId }
            : ConversationId.TryParse(owner, out var conversation) ? new(conversation, sourceId)
            : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Conversation?.ToString() ?? Subject}.{SourceId}";

    /// <summary>The id with masked phone numbers, for logs.</summary>
    public string Masked() => $"{Conversation?.Masked() ?? Subject}.{SourceId}";

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private sealed class WorkIdJson() : StringJsonConverter<WorkId>(TryParse);
}
