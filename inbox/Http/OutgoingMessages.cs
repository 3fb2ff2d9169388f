using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;

namespace ZuperConnect.Http;

/// <summary>A message that a user sends.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Text">The text.</param>
/// <param name="By">Who sends it.</param>
public sealed record OutgoingMessage(string Id, string Text, Author By)
{
    /// <summary>The version of the conversation that the user saw; null if the user did not say.</summary>
    public long? SeenThrough { get; init; }

    /// <summary>Whether it is sent even if another user sent something that the user has not seen.</summary>
    public bool Force { get; init; }

    /// <summary>When it is sent; null for at once.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Whether a scheduled message is canceled if the customer writes before.</summary>
    public bool CancelIfCustomerWrites { get; init; }

    /// <summary>Whether it is sent from within a conversation.</summary>
    public bool IsReply { get; init; }

    /// <summary>The ids of the pictures that the user uploaded for it.</summary>
    public IReadOnlyList<string> Uploads { get; init; } = [];

    /// <summary>The pictures of an earlier message of the conversation, which is sent again.</summary>
    public IReadOnlyList<Attachment> Pictures { get; init; } = [];
}

/// <summary>Accepts users' messages, unless the number is retired, the customer opted out, or nobody can be texted.</summary>
public sealed class OutgoingMessages(
    ConversationLedger ledger, NumberStore numbers, OptOutStore optOuts, OutgoingPictures pictures, CommandResponses answers,
    TimeProvider time)
{
    /// <summary>Sends a message as a command to its conversation's owner, and answers with the result.</summary>
    /// <exception cref="ProblemException">The message is not accepted.</exception>
    public async Task<IResult> SendAsync(
        HttpRequest request, ConversationId id, OutgoingMessage message, IConversationOwner owner, CancellationToken cancellation)
    {
        if (!id.Customer.CanBeTexted)
        {
            throw Problems.Of(Refusal.CannotBeTexted);
        }

        if (message is { SendAt: null, CancelIfCustomerWrites: true })
        {
            throw Problems.Invalid("cancelIfCustomerWrites is for a message that is sent later. Give its sendAt, too.");
        }

        // A repeated request has the same answer, even if the customer opted out, or the number was retired, or an upload was deleted.
        var refused = await RefusedAsync(id, cancellation);
        var hasPictures = message.Uploads.Count + message.Pictures.Count > 0;
        var isRepeated = (refused is not null || hasPictures || message.SendAt is not null)
            && await ledger.FindProcessedAsync(id, message.Id, cancellation) is not null;
        if (refused is not null && !isRepeated)
        {
            throw refused;
        }

        var now = time.GetUtcNow();
        if (message.SendAt is { } sendAt && !isRepeated)
        {
            ScheduledMessagesApi.CheckTime(sendAt, now);
        }

        var command = new SendMessage(message.Id, now, message.By, message.Text)
        {
            Attachments = hasPictures && !isRepeated ? await pictures.AttachAsync(id, message, now, cancellation) : null,
            SeenThrough = message.SeenThrough,
            Force = message.Force,
            SendAt = message.SendAt,
            CancelIfCustomerWrites = message.CancelIfCustomerWrites,
            IsReply = message.IsReply,
        };
        return await answers.TakeAsync(request, id, command, owner, cancellation);
    }

    /// <summary>Checks that a new message may be sent.</summary>
    /// <exception cref="ProblemException">It may not.</exception>
    public async Task CheckAsync(ConversationId id, CancellationToken cancellation)
    {
        if (await RefusedAsync(id, cancellation) is { } refused)
        {
            throw refused;
        }
    }

    /// <summary>
    /// The reason why no new message may be sent. Messages that were accepted before are sent, unless the customer opted out.
    /// </summary>
    private async Task<ProblemException?> RefusedAsync(ConversationId id, CancellationToken cancellation) =>
        await numbers.IsRetiredAsync(id.Number, cancellation) ? Problems.NumberRetired()
        : await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true } ? Problems.Of(Refusal.OptedOut)
        : null;
}
