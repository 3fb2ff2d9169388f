using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Messages that are sent later: changed, sent now, or canceled.</summary>
[Tags("Messages")]
public sealed class ScheduledMessagesApi(
    ApiAuthorization authorization, ConversationLedger ledger, OutgoingMessages messages, CommandResponses answers, TimeProvider time)
{
    /// <summary>How far in the future a time can be.</summary>
    internal static TimeSpan FurthestAhead { get; } = TimeSpan.FromDays(366);

    /// <summary>Change a scheduled message.</summary>
    /// <remarks>
    /// Its text, its time, or both; what is left out stays. The <c>at</c> of its item is its new time. A new text answers what the customer
    /// did until <c>seenThrough</c>, if that is all.
    /// </remarks>
    /// <response code="200">The conversation and the message as they are now.</response>
    /// <response code="409"><c>notScheduled</c>: it is being sent, or was sent, canceled or changed meanwhile.</response>
    [HttpPatch(Routes.Message, Name = "changeScheduledMessage")]
    [ConversationIdParameter]
    [MessageIdParameter]
    [Consumes(typeof(ScheduledMessageBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotScheduled))]
    public Task<IResult> ChangeAsync(
        HttpRequest request, string id, string itemId, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.BodyAsync<ScheduledMessageBody>(request, cancellation);
            var now = time.GetUtcNow();
            if (body.SendAt is { } sendAt)
            {
                CheckTime(sendAt, now);
            }

            var command = new ChangeScheduledMessage(
                Guid.NewGuid().ToString(), now, itemId, await FindTimeAsync(conversation, itemId, cancellation), user.Author)
            {
                Text = body.Text is null ? null : RequestReading.Text(body.Text, MessagesApi.MaxTextLength),
                SendAt = body.SendAt?.ToUniversalTime(),
                CancelIfCustomerWrites = body.CancelIfCustomerWrites,
                SeenThrough = RequestReading.SeenThrough(body.SeenThrough),
            };
            return await answers.TakeAsync(request, conversation, command, owner, cancellation);
        });

    /// <summary>Cancel a scheduled message.</summary>
    /// <remarks>Its item stays in the timeline as <c>canceled</c>.</remarks>
    /// <response code="200">The conversation and the message as they are now.</response>
    /// <response code="409"><c>notScheduled</c>: it is being sent, or was sent, canceled or changed meanwhile.</response>
    [HttpDelete(Routes.Message, Name = "cancelScheduledMessage")]
    [ConversationIdParameter]
    [MessageIdParameter]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotScheduled))]
    public Task<IResult> CancelAsync(
        HttpRequest request, string id, string itemId, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var itemAt = await FindTimeAsync(conversation, itemId, cancellation);
            var command = new CancelScheduledMessage(Guid.NewGuid().ToString(), time.GetUtcNow(), itemId, itemAt, user.Author);
            return await answers.TakeAsync(request, conversation, command, owner, cancellation);
        });

    /// <summary>Send a scheduled message now.</summary>
    /// <remarks>
    /// It becomes <c>queued</c>, with the present time as its <c>at</c>. If the customer did something after <c>seenThrough</c>, it is
    /// sent, and the conversation stays unread and unresponded, as with a reply.
    /// </remarks>
    /// <response code="200">The conversation and the message as they are now.</response>
    /// <response code="409">
    /// <c>notScheduled</c>: it is being sent, or was sent, canceled or changed meanwhile, or the customer wrote and it is canceled by that.
    /// <c>alreadyAnswered</c>: another user sent a message after <c>seenThrough</c>; <c>item</c> is that message. Ask the user; to send all
    /// the same, repeat with <c>force</c>.
    /// </response>
    /// <response code="422">Nothing was sent: <c>numberRetired</c> or <c>optedOut</c>.</response>
    [HttpPost(Routes.SendNow, Name = "sendScheduledMessage")]
    [ConversationIdParameter]
    [MessageIdParameter]
    [Consumes(typeof(SendNowBody), "application/json", IsOptional = true)]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotScheduled), nameof(Problems.AlreadyAnswered))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.NumberRetired), nameof(Problems.OptedOut))]
    public Task<IResult> SendNowAsync(
        HttpRequest request, string id, string itemId, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.OptionalBodyAsync<SendNowBody>(request, cancellation);
            var seenThrough = RequestReading.SeenThrough(body.SeenThrough);
            var itemAt = await FindTimeAsync(conversation, itemId, cancellation);
            await messages.CheckAsync(conversation, cancellation);
            var command = new ReleaseMessage(Guid.NewGuid().ToString(), time.GetUtcNow(), itemId, itemAt)
            {
                By = user.Author,
                SeenThrough = seenThrough,
                Force = body.Force is true,
            };
            return await answers.TakeAsync(request, conversation, command, owner, cancellation);
        });

    /// <summary>Checks the time of a message.</summary>
    /// <exception cref="ProblemException">It is not in the future, or too far in it.</exception>
    internal static void CheckTime(DateTimeOffset sendAt, DateTimeOffset now)
    {
        if (sendAt <= now || sendAt > now + FurthestAhead)
        {
            throw Problems.Invalid("sendAt is a time in the future, at most a year from now. Leave it out to send at once.");
        }
    }

    /// <summary>The time of a scheduled message, which is part of the key of its timeline item.</summary>
    private async Task<DateTimeOffset> FindTimeAsync(ConversationId id, string itemId, CancellationToken cancellation) =>
        !SourceIds.CanBeKey(itemId) ? throw Problems.Of(Refusal.UnknownItem)
        : (await ledger.ReadAsync(id, cancellation)).Conversation?.Scheduled?.FirstOrDefault(one => one.ItemId == itemId) is { } message
            ? message.At
        : await ledger.FindProcessedAsync(id, itemId, cancellation) is { ItemId: { } found } && found == itemId
            ? throw Problems.NotScheduled()
            : throw Problems.Of(Refusal.UnknownItem);
}

/// <summary>A change of a scheduled message. What is left out stays.</summary>
/// <param name="Text">The new text. Not blank.</param>
/// <param name="SendAt">The new time: in the future, and at most a year from now.</param>
/// <param name="CancelIfCustomerWrites">Whether it is canceled if the customer writes before.</param>
/// <param name="SeenThrough">The version that the user saw.</param>
public sealed record ScheduledMessageBody(
    [Length(1, MessagesApi.MaxTextLength), RegularExpression(@"\S")] string? Text, DateTimeOffset? SendAt, bool? CancelIfCustomerWrites,
    [SchemaOf<SeenThrough>] long? SeenThrough);

/// <summary>How a scheduled message is sent now.</summary>
/// <param name="SeenThrough">The version that the user saw.</param>
/// <param name="Force">True: send it even if another user sent a message after <c>seenThrough</c>.</param>
public sealed record SendNowBody([SchemaOf<SeenThrough>] long? SeenThrough, bool? Force)
{
    /// <summary>Creates an empty body.</summary>
    public SendNowBody()
        : this(null, null)
    {
    }
}
