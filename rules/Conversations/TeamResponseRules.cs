using System.Collections.Immutable;

namespace ZuperConnect.Conversations;

/// <summary>The rules for the team's responses, which no longer count after they have failed.</summary>
internal static class TeamResponseRules
{
    private const int RememberedResponses = 8;

    internal static Conversation Responded(this Conversation conversation, Response response) =>
        conversation with { Responses = Newest(conversation.Responses.Add(response)) };

    internal static Conversation Failed(Conversation conversation, MessageFailed failed)
    {
        var next = conversation.Opened() with
        {
            SnoozedUntil = null,
            UnreadCount = Math.Max(1, conversation.UnreadCount),
            Unresponded = conversation.Unresponded || failed.LeavesUnresponded,
            Responses = conversation.Responses.RemoveAll(response => response.ItemId == failed.ItemId),
            FailedResponses = Newest(
                conversation.FailedResponses.Concat(conversation.Responses.Where(response => response.ItemId == failed.ItemId))),
        };
        return failed.OptedOut ? OptOutRules.RefusedByProvider(conversation, next, failed.At) : next;
    }

    /// <summary>As if the message had not failed, except that the team has seen the failure.</summary>
    internal static Conversation Corrected(Conversation conversation, FailureCorrected corrected)
    {
        var next = LastActionRules.Corrected(conversation, corrected);
        if (conversation.FailedResponses.FirstOrDefault(response => response.ItemId == corrected.ItemId) is not { } arrived)
        {
            return next;
        }

        var failed = conversation.FailedResponses.Remove(arrived);
        return next.Responded(arrived) with
        {
            FailedResponses = failed,
            Unresponded = conversation.Unresponded
                && (arrived.CustomerVersion != conversation.CustomerVersion || failed.Any(response => response.At > arrived.At)),
        };
    }

    /// <summary>The state after an event, with the time at which a response left for the customer.</summary>
    internal static Conversation WithSending(this Conversation conversation, ConversationEvent happened) =>
        happened.Item is MessageItem { Delivery: Delivery.Sent or Delivery.Delivered } sent
            && conversation.Responses.FirstOrDefault(response => response.ItemId == sent.Id) is { } response
            ? conversation with { Responses = conversation.Responses.Replace(response, response with { SentAt = happened.At }) }
            : conversation;

    private static ImmutableArray<Response> Newest(IEnumerable<Response> responses) =>
        [.. responses.OrderByDescending(response => response.At).Take(RememberedResponses)];
}
