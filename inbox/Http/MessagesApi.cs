using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team's messages to customers.</summary>
[Tags("Messages")]
public sealed class MessagesApi(
    ApiAuthorization authorization, ConversationLedger ledger, OptOutStore optOuts, CustomerStore customers,
    NumberStore numbers, NumberRegion region, CommandResponses answers, TimeProvider time)
{
    internal const int MaxTextLength = 1_600;
    private const int MaxIdLength = 64;

    /// <summary>Send a message to the customer.</summary>
    /// <remarks>
    /// The message starts as <c>queued</c>; its timeline item shows whether it was delivered. Opens a closed conversation.
    /// </remarks>
    /// <response code="200">The conversation and the message as they are now.</response>
    [HttpPost(Routes.Messages, Name = "sendMessage")]
    [ConversationIdParameter]
    [Consumes(typeof(ReplyBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted))]
    public Task<IResult> ReplyAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ReplyBody>(request, cancellation);
        var text = RequestReading.Text(body.Text, MaxTextLength);
        var (messageId, seenThrough) = (RequestReading.Uuid(body.MessageId, "messageId"), RequestReading.SeenThrough(body.SeenThrough));
        return await SendAsync(request, conversation, user, text, messageId, seenThrough, begins: false, owner, cancellation);
    });

    /// <summary>Send a failed or unknown message again.</summary>
    /// <remarks>
    /// Sends a new message with the same text; the old one does not change. An <c>unknown</c> message may have arrived, so the customer may
    /// get it twice: ask the user first.
    /// </remarks>
    /// <response code="200">The conversation as it is now, with the new message.</response>
    /// <response code="409">
    /// <c>notFailed</c>: the message is being sent or was delivered. <c>idTaken</c>: <c>messageId</c> already names something else.
    /// </response>
    [HttpPost(Routes.Resend, Name = "resendMessage")]
    [ConversationIdParameter]
    [RouteParameter("itemId", "The `id` of the message in the timeline. A message older than 30 days is not found.",
        Pattern = SourceIds.KeyForm + "$", Example = "5f0c7a52-3d5e-4a53-9d0f-6d7c1f0a8e21")]
    [Consumes(typeof(ResendBody), "application/json", IsOptional = true)]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotFailed), nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted))]
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
                ? await SendAsync(request, conversation, user, message.Text, messageId, seenThrough, begins: false, owner, cancellation)
                : throw Problems.NotFailed();
        });

    /// <summary>Send a new message to a saved customer.</summary>
    /// <remarks>
    /// There may be a conversation between the two numbers already, or not. Only a saved customer can be sent a new message; a reply can be
    /// sent to anyone.
    /// </remarks>
    /// <response code="200">The conversation as it is now, with the message.</response>
    /// <response code="422">
    /// <c>unknownCustomer</c>: there is no such customer. <c>unknownNumber</c>: <c>from</c> is not a number of the business, or <c>to</c>
    /// is not one of the customer's. <c>optedOut</c>: the customer opted out. Nothing was sent.
    /// </response>
    [HttpPost(Routes.Conversations, Name = "beginConversation")]
    [Consumes(typeof(NewMessageBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.UnknownCustomer), nameof(Problems.UnknownNumber), nameof(Problems.OptedOut))]
    public Task<IResult> BeginAsync(HttpRequest request, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<NewMessageBody>(request, cancellation);
        var text = RequestReading.Text(body.Text, MaxTextLength);
        var messageId = RequestReading.Uuid(body.MessageId, "messageId");
        var customer = await customers.FindAsync(RequestReading.Text(body.CustomerId, MaxIdLength, "customerId"), cancellation);
        var ours = await OurNumberAsync(body.From, cancellation);

        // A repeated request has the same answer, even if the customer changed meanwhile.
        var to = WrittenNumber.TryRead(body.To, await region.ReadAsync(cancellation), out var written) ? written.Number : null;
        var id = to is not null && customer?.Customer.Numbers.Any(to.IsSameAs) is not true
            && await ledger.FindProcessedAsync(new(ours, to), messageId, cancellation) is not null
                ? new ConversationId(ours, to)
                : new ConversationId(ours, TheirNumber(body.To, to, customer?.Customer ?? throw Problems.UnknownCustomer()));
        return await SendAsync(request, id, user, text, messageId, seenThrough: null, begins: true, owner, cancellation);
    });

    private async Task<PhoneNumber> OurNumberAsync(string? from, CancellationToken cancellation) =>
        PhoneNumber.TryParseOurs(from, out var number) && (await numbers.AllAsync(cancellation)).ContainsKey(number.Key) ? number
            : throw Problems.UnknownNumber("from is one of the business's phone numbers. List them with GET /api/numbers.");

    private static PhoneNumber TheirNumber(string? text, PhoneNumber? to, Customer customer) => text is null
        && customer.Numbers is [var only] ? only
        : to is not null && customer.Numbers.FirstOrDefault(to.IsSameAs) is { } number ? number
        : throw Problems.UnknownNumber($"to is one of the customer's numbers: {string.Join(", ", customer.Numbers)}.");

    private async Task<IResult> SendAsync(
        HttpRequest request, ConversationId id, Member user, string text, string messageId, long? seenThrough,
        bool begins, IConversationOwner owner, CancellationToken cancellation)
    {
        if (!id.Customer.CanBeTexted)
        {
            throw Problems.Of(Refusal.CannotBeTexted);
        }

        // A repeated request has the same answer, even if the customer opted out or the number was retired meanwhile.
        if (await RefusedAsync(id, cancellation) is { } refused && await ledger.FindProcessedAsync(id, messageId, cancellation) is null)
        {
            throw refused;
        }

        var command = new SendMessage(messageId, time.GetUtcNow(), user.Author, text) { SeenThrough = seenThrough, IsReply = !begins };
        return await answers.TakeAsync(request, id, command, owner, cancellation);
    }

    /// <summary>
    /// The reason why no new message may be sent. Messages that were accepted before are sent, unless the customer opted out.
    /// </summary>
    private async Task<ProblemException?> RefusedAsync(ConversationId id, CancellationToken cancellation) =>
        await numbers.IsRetiredAsync(id.Number, cancellation) ? Problems.NumberRetired()
        : await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true } ? Problems.Of(Refusal.OptedOut)
        : null;

    private async Task<MessageItem?> FindMessageAsync(ConversationId id, string itemId, CancellationToken cancellation) =>
        SourceIds.CanBeKey(itemId) && await ledger.FindProcessedAsync(id, itemId, cancellation) is { ItemId: { } found, ItemAt: { } at }
            && found == itemId
            ? await ledger.FindItemAsync(id, itemId, at, cancellation) as MessageItem
            : null;
}

/// <summary>A new message to a saved customer.</summary>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="To">Which of the customer's numbers; needed where there are several.</param>
/// <param name="From">One of the business's numbers.</param>
/// <param name="Text">The text.</param>
/// <param name="MessageId">The id of the message.</param>
public sealed record NewMessageBody(
    [Required, SchemaOf<Guid>] string? CustomerId, [AllowNull] string? To, [Required] string? From,
    [Required, Length(1, MessagesApi.MaxTextLength)] string? Text, [SchemaOf<MessageId>] string? MessageId);

/// <summary>A message in a conversation.</summary>
/// <param name="Text">Not blank. Counted in UTF-16 units, as JavaScript's <c>length</c> does.</param>
/// <param name="MessageId">The id of the message.</param>
/// <param name="SeenThrough">The version that the user saw.</param>
public sealed record ReplyBody(
    [Required, Length(1, MessagesApi.MaxTextLength), RegularExpression(@"\S")] string? Text,
    [SchemaOf<MessageId>] string? MessageId, [SchemaOf<SeenThrough>] long? SeenThrough);

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
