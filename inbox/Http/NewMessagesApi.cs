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
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Messages to saved customers with whom there may be no conversation yet.</summary>
[Tags("Messages")]
public sealed class NewMessagesApi(
    ApiAuthorization authorization, ConversationLedger ledger, CustomerStore customers, NumberStore numbers, NumberRegion region,
    OutgoingMessages messages)
{
    private const int MaxIdLength = 64;

    /// <summary>Send a new message to a saved customer.</summary>
    /// <remarks>
    /// There may be a conversation between the two numbers already, or not. Only a saved customer can be sent a new message; a reply can be
    /// sent to anyone. With <c>sendAt</c> the message waits for its time, as one of <c>POST /api/conversations/{id}/messages</c> does.
    /// </remarks>
    /// <response code="200">The conversation as it is now, with the message.</response>
    /// <response code="409">
    /// Nothing was sent. <c>idTaken</c>: the id names another message. <c>tooManyScheduled</c>: 20 messages of the conversation wait for
    /// their time.
    /// </response>
    /// <response code="422">
    /// <c>unknownCustomer</c>: there is no such customer. <c>unknownNumber</c>: <c>from</c> is not a number of the business, or <c>to</c>
    /// is not one of the customer's. <c>optedOut</c>: the customer opted out. Nothing was sent.
    /// </response>
    [HttpPost(Routes.Conversations, Name = "beginConversation")]
    [Consumes(typeof(NewMessageBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken), nameof(Problems.TooManyScheduled))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.UnknownCustomer), nameof(Problems.UnknownNumber), nameof(Problems.OptedOut))]
    public Task<IResult> SendAsync(HttpRequest request, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<NewMessageBody>(request, cancellation);
        var text = RequestReading.Text(body.Text, MessagesApi.MaxTextLength);
        var messageId = RequestReading.Uuid(body.MessageId, "messageId");
        var customer = await customers.FindAsync(RequestReading.Text(body.CustomerId, MaxIdLength, "customerId"), cancellation);
        var ours = await OurNumberAsync(body.From, cancellation);

        // A repeated request has the same answer, even if the customer changed meanwhile.
        var to = WrittenNumber.TryRead(body.To, await region.ReadAsync(cancellation), out var written) ? written.Number : null;
        var id = to is not null && customer?.Customer.Numbers.Any(to.IsSameAs) is not true
            && await ledger.FindProcessedAsync(new(ours, to), messageId, cancellation) is not null
                ? new ConversationId(ours, to)
                : new ConversationId(ours, TheirNumber(body.To, to, customer?.Customer ?? throw Problems.UnknownCustomer()));
        return await messages.SendAsync(
            request, id,
            new(messageId, text, user.Author)
            {
                SendAt = body.SendAt?.ToUniversalTime(),
                CancelIfCustomerWrites = body.CancelIfCustomerWrites is true,
            },
            owner, cancellation);
    });

    private async Task<PhoneNumber> OurNumberAsync(string? from, CancellationToken cancellation) =>
        PhoneNumber.TryParseOurs(from, out var number) && (await numbers.AllAsync(cancellation)).ContainsKey(number.Key) ? number
            : throw Problems.UnknownNumber("from is one of the business's phone numbers. List them with GET /api/numbers.");

    private static PhoneNumber TheirNumber(string? text, PhoneNumber? to, Customer customer) => text is null
        && customer.Numbers is [var only] ? only
        : to is not null && customer.Numbers.FirstOrDefault(to.IsSameAs) is { } number ? number
        : throw Problems.UnknownNumber($"to is one of the customer's numbers: {string.Join(", ", customer.Numbers)}.");
}

/// <summary>A new message to a saved customer.</summary>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="To">Which of the customer's numbers; needed where there are several.</param>
/// <param name="From">One of the business's numbers.</param>
/// <param name="Text">The text.</param>
/// <param name="MessageId">The id of the message.</param>
/// <param name="SendAt">When it is sent: in the future, and at most a year from now. Null or left out: at once.</param>
/// <param name="CancelIfCustomerWrites">With <c>sendAt</c>: true cancels the message if the customer writes before.</param>
public sealed record NewMessageBody(
    [Required, SchemaOf<Guid>] string? CustomerId, [AllowNull] string? To, [Required] string? From,
    [Required, Length(1, MessagesApi.MaxTextLength)] string? Text, [SchemaOf<MessageId>] string? MessageId,
    DateTimeOffset? SendAt, bool? CancelIfCustomerWrites);
