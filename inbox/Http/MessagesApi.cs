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

/// <summary>The team's messages to customers.</summary>
[Tags("Messages")]
public sealed class MessagesApi(ApiAuthorization authorization, ConversationLedger ledger, OutgoingMessages messages)
{
    internal const int MaxTextLength = 1_600;

    /// <summary>Send a message to the customer.</summary>
    /// <remarks>
    /// The message starts as <c>queued</c>; its timeline item shows whether it was delivered. Opens a closed conversation. It has a text,
    /// pictures, or both. With <c>sendAt</c> it starts as <c>scheduled</c>: it is no response and does not move the conversation until it
    /// is sent. It is in the timeline at that time.
    /// </remarks>
    /// <response code="200">The conversation and the message as they are now.</response>
    /// <response code="409">
    /// Nothing was sent. <c>alreadyAnswered</c>: another user sent a message after <c>seenThrough</c>; <c>item</c> is that message. Ask the
    /// user; to send all the same, repeat with a new <c>messageId</c> and <c>force</c>. <c>idTaken</c>: the id names another message.
    /// <c>tooManyScheduled</c>: 20 messages of the conversation wait for their time.
    /// </response>
    /// <response code="413">
    /// Nothing was sent. <c>tooLarge</c>: the body is longer than 64 KiB. <c>picturesTooLarge</c>: the pictures have more than 5 MB
    /// together.
    /// </response>
    /// <response code="422">
    /// Nothing was sent. <c>numberRetired</c>: nothing is sent from this number any more. <c>optedOut</c>: the customer texted STOP and
    /// must text START first. <c>cannotBeTexted</c>: the other side is a hidden caller, a short code or a name.
    /// <c>cannotSendPictures</c>: the telephony provider sends texts alone. <c>unknownAttachment</c>: a picture is not one that the user
    /// uploaded in the last day, or it
    /// is part of another message.
    /// </response>
    [HttpPost(Routes.Messages, Name = "sendMessage")]
    [ConversationIdParameter]
    [Consumes(typeof(ReplyBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.AlreadyAnswered), nameof(Problems.IdTaken),
        nameof(Problems.TooManyScheduled))]
    [ProducesProblem(StatusCodes.Status413PayloadTooLarge, nameof(Problems.TooLarge), nameof(Problems.PicturesTooLarge))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted), nameof(Problems.CannotSendPictures),
        nameof(Problems.UnknownAttachment))]
    public Task<IResult> ReplyAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ReplyBody>(request, cancellation);
        var uploads = OutgoingPictures.Read(body.AttachmentIds);
        var text = uploads is [] || !string.IsNullOrWhiteSpace(body.Text) ? RequestReading.Text(body.Text, MaxTextLength) : "";
        var (messageId, seenThrough) = (RequestReading.Uuid(body.MessageId, "messageId"), RequestReading.SeenThrough(body.SeenThrough));
        if (body.SendAt is not null && uploads is not [])
        {
            throw Problems.Invalid("A message with pictures cannot be sent later. Leave out sendAt or attachmentIds.");
        }

        return await messages.SendAsync(
            request, conversation,
            new(messageId, text, user.Author)
            {
                SeenThrough = seenThrough,
                Force = body.Force is true,
                IsReply = true,
                Uploads = uploads,
                SendAt = body.SendAt?.ToUniversalTime(),
                CancelIfCustomerWrites = body.CancelIfCustomerWrites is true,
            },
            owner, cancellation);
    });

    /// <summary>Send a failed or unknown message again.</summary>
    /// <remarks>
    /// Sends a new message with the same text and pictures; the old one does not change. An <c>unknown</c> message may have arrived, so
    /// the customer may get it twice: ask the user first.
    /// </remarks>
    /// <response code="200">The conversation as it is now, with the new message.</response>
    /// <response code="409">
    /// <c>notFailed</c>: the message is being sent or was delivered. <c>idTaken</c>: <c>messageId</c> already names something else.
    /// </response>
    /// <response code="422">
    /// Nothing was sent. <c>numberRetired</c>: nothing is sent from this number any more. <c>optedOut</c>: the customer texted STOP and
    /// must text START first. <c>cannotBeTexted</c>: the other side is a hidden caller, a short code or a name.
    /// <c>cannotSendPictures</c>: the telephony provider sends texts alone. <c>unknownAttachment</c>: a picture of the message does not
    /// exist any more.
    /// </response>
    [HttpPost(Routes.Resend, Name = "resendMessage")]
    [ConversationIdParameter]
    [MessageIdParameter("A message older than 30 days is not found.")]
    [Consumes(typeof(ResendBody), "application/json", IsOptional = true)]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotFailed), nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted), nameof(Problems.CannotSendPictures),
        nameof(Problems.UnknownAttachment))]
    public Task<IResult> ResendAsync(
        HttpRequest request, string id, string itemId, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.OptionalBodyAsync<ResendBody>(request, cancellation);
            var (messageId, seenThrough) = (RequestReading.Uuid(body.MessageId, "messageId"), RequestReading.SeenThrough(body.SeenThrough));
            if (messageId == itemId)
            {
                throw Problems.IdTaken();
            }

            var message = await FindMessageAsync(conversation, itemId, cancellation) ?? throw Problems.Of(Refusal.UnknownItem);

            // A repeated request has the same answer, even if the old message changed meanwhile.
            return message.Delivery is Delivery.Failed or Delivery.Unknown
                || await ledger.FindProcessedAsync(conversation, messageId, cancellation) is not null
                ? await messages.SendAsync(
                    request, conversation,
                    new(messageId, message.Text, user.Author)
                    {
                        SeenThrough = seenThrough,
                        Force = true,
                        IsReply = true,
                        Pictures = message.Attachments,
                    },
                    owner, cancellation)
                : throw Problems.NotFailed();
        });

    private async Task<MessageItem?> FindMessageAsync(ConversationId id, string itemId, CancellationToken cancellation) =>
        SourceIds.CanBeKey(itemId) && await ledger.FindProcessedAsync(id, itemId, cancellation) is { ItemId: { } found, ItemAt: { } at }
            && found == itemId
            ? await ledger.FindItemAsync(id, itemId, at, cancellation) as MessageItem
            : null;
}

/// <summary>A message in a conversation.</summary>
/// <param name="Text">
/// Not blank, unless there are <c>attachmentIds</c>: then it may be empty. Counted in UTF-16 units, as JavaScript's <c>length</c> does.
/// </param>
/// <param name="MessageId">The id of the message.</param>
/// <param name="SeenThrough">The version that the user saw.</param>
/// <param name="Force">True: send it even if another user sent a message after <c>seenThrough</c>.</param>
/// <param name="AttachmentIds">
/// The pictures, in order, from <c>POST /api/attachments</c>. At most 5 MB together. Not with <c>sendAt</c>.
/// </param>
/// <param name="SendAt">When it is sent: in the future, and at most a year from now. Null or left out: at once.</param>
/// <param name="CancelIfCustomerWrites">With <c>sendAt</c>: true cancels the message if the customer writes before.</param>
public sealed record ReplyBody(
    [MaxLength(MessagesApi.MaxTextLength)] string? Text,
    [SchemaOf<MessageId>] string? MessageId, [SchemaOf<SeenThrough>] long? SeenThrough, bool? Force,
    [MaxLength(Attachment.MaxPerMessage), SchemaOf<IReadOnlyList<Guid>>] IReadOnlyList<string>? AttachmentIds,
    DateTimeOffset? SendAt, bool? CancelIfCustomerWrites);

/// <summary>How a message is sent again.</summary>
/// <param name="MessageId">The id of the new message.</param>
/// <param name="SeenThrough">The version that the user saw.</param>
public sealed record ResendBody([SchemaOf<MessageId>] string? MessageId, [SchemaOf<SeenThrough>] long? SeenThrough)
{
    /// <summary>Creates an empty body.</summary>
    public ResendBody()
        : this(null, null)
    {
    }
}
