using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team's messages to customers.</summary>
public sealed class MessagesApi(Door door, ConversationLedger ledger, OptOuts optOuts, NumberBook numbers, CommandAnswers answers, TimeProvider time)
{
    private const int LongestText = 1_600;

    /// <summary><c>POST /api/conversations/{id}/messages</c>: a reply, to anyone.</summary>
    public Task<IResult> ReplyAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) => door.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ReplyBody>(request, cancellation);
        var text = RequestReading.Text(body.Text, LongestText);
        var (messageId, seenThrough) = (RequestReading.Uuid(body.MessageId, "messageId"), RequestReading.SeenThrough(body.SeenThrough));
        return await SendAsync(request, conversation, user, text, messageId, seenThrough, owner, cancellation);
    });

    /// <summary><c>POST /api/conversations/{id}/messages/{itemId}/resend</c>: a failed or unknown message once more, as a new one.</summary>
    public Task<IResult> ResendAsync(HttpRequest request, string id, string itemId, IConversationOwner owner, CancellationToken cancellation) =>
        door.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.OptionalBodyAsync<ResendBody>(request, cancellation);
            var (messageId, seenThrough) = (RequestReading.Uuid(body.MessageId, "messageId"), RequestReading.SeenThrough(body.SeenThrough));
            if (messageId == itemId)
            {
                throw Problems.IdTaken();
            }

            var message = await FindMessageAsync(conversation, itemId, cancellation) ?? throw Problems.Of(Refusal.UnknownItem);

            // A repetition answers as the first did, whatever became of the old message since.
            return message.Delivery is Delivery.Failed or Delivery.Unknown || await ledger.FindTakenAsync(conversation, messageId, cancellation) is not null
                ? await SendAsync(request, conversation, user, message.Text, messageId, seenThrough, owner, cancellation)
                : throw Problems.NotFailed();
        });

    private async Task<IResult> SendAsync(
        HttpRequest request, ConversationId id, Member user, string text, string messageId, long? seenThrough, IConversationOwner owner, CancellationToken cancellation)
    {
        if (!id.Customer.CanBeTexted)
        {
            throw Problems.Of(Refusal.CannotBeTexted);
        }

        // A repetition answers as the first did, whatever the customer said or an admin did since.
        if (await RefusedAsync(id, cancellation) is { } refused && await ledger.FindTakenAsync(id, messageId, cancellation) is null)
        {
            throw refused;
        }

        var command = new SendMessage(messageId, time.GetUtcNow(), user.Author, text) { SeenThrough = seenThrough };
        return await answers.TakeAsync(request, id, command, owner, cancellation);
    }

    /// <summary>Why nothing new may be sent now; what was accepted before is sent, but for an opt-out.</summary>
    private async Task<ProblemException?> RefusedAsync(ConversationId id, CancellationToken cancellation) =>
        await numbers.IsRetiredAsync(id.Number, cancellation) ? Problems.NumberRetired()
        : await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true } ? Problems.Of(Refusal.OptedOut)
        : null;

    private async Task<MessageItem?> FindMessageAsync(ConversationId id, string itemId, CancellationToken cancellation) =>
        SourceIds.CanBeKey(itemId) && await ledger.FindTakenAsync(id, itemId, cancellation) is { ItemId: { } found, ItemAt: { } at } && found == itemId
            ? await ledger.FindItemAsync(id, itemId, at, cancellation) as MessageItem
            : null;

    private sealed record ReplyBody(string? Text, string? MessageId, long? SeenThrough);

    private sealed record ResendBody(string? MessageId, long? SeenThrough)
    {
        public ResendBody()
            : this(null, null)
        {
        }
    }
}
