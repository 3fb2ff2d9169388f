using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>
/// Names work in the whole inbox, and the command that it follows from: <c>14255550100-12065550199.{source id}</c>, or
/// <c>recordings.{recording id}</c> where nobody knows yet whose it is, or <c>customers.{id}</c> for work in the book of customers. It is
/// the id in <c>/api/commands/{id}</c> and the instance id of an orchestration.
/// </summary>
/// <param name="Conversation">The conversation that it belongs to; null for other work.</param>
/// <param name="SourceId">The source id of the command, or the recording's id, or what tells work in the book of customers apart.</param>
[JsonConverter(typeof(WorkIdJson))]
public sealed record WorkId(ConversationId? Conversation, string SourceId)
{
    /// <summary>The partition of the work that belongs to no conversation. No number has this key.</summary>
    public const string Recordings = "recordings";

    /// <summary>The partition of the book of customers, in a table of its own: its work is written together with its rows.</summary>
    public const string Customers = "customers";

    /// <summary>What it belongs to that is no conversation: <see cref="Recordings"/> or <see cref="Customers"/>.</summary>
    public string Subject { get; private init; } = Recordings;

    /// <summary>The partition of its row: the number's, so that a conversation's owner writes it together with its own rows.</summary>
    public string Partition => Conversation?.Number.Key ?? Subject;

    /// <summary>The work of a recording.</summary>
    public static WorkId OfRecording(string recordingId) => new(null, recordingId);

    /// <summary>The work that brings the words by which a conversation is found up to date.</summary>
    public static WorkId OfIndexing(ConversationId conversation) => new(conversation, "index");

    /// <summary>Work in the book of customers.</summary>
    public static WorkId OfCustomers(string sourceId) => new(null, sourceId) { Subject = Customers };

    /// <summary>Reads an id as <see cref="ToString"/> writes it; false where it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkId? id)
    {
        id = text?.Split('.', 2) is not [var owner, var sourceId] || !SourceIds.CanBeKey(sourceId) ? null
            : owner is Recordings ? OfRecording(sourceId)
            : owner is Customers ? OfCustomers(sourceId)
            : ConversationId.TryParse(owner, out var conversation) ? new(conversation, sourceId)
            : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Conversation?.ToString() ?? Subject}.{SourceId}";

    /// <summary>The id without whole phone numbers, for logs.</summary>
    public string Masked() => $"{Conversation?.Masked() ?? Subject}.{SourceId}";

    private sealed class WorkIdJson() : StringJsonConverter<WorkId>(TryParse);
}
