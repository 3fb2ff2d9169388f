using Microsoft.AspNetCore.Http;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;

namespace ZuperConnect.Http;

/// <summary>The team's calls.</summary>
public sealed class CallsApi(Door door, ConversationLedger ledger, CallRows rows, CallPlans plans, TimeProvider time)
{
    /// <summary>
    /// <c>POST /api/conversations/{id}/calls</c>: calls the user's own device, and the customer once it accepted. The timeline shows how it
    /// goes. The same <c>callId</c> again is the same call.
    /// </summary>
    public Task<IResult> PlaceAsync(HttpRequest request, string id, ICallOwner owner, CancellationToken cancellation) => door.ForUserAsync(request, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.OptionalBodyAsync<CallBody>(request, cancellation);
        var callId = RequestReading.Uuid(body.CallId, "callId");
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.CannotBeCalled();
        }

        var plan = await plans.OfOutboundAsync(conversation.Number, user.Id, cancellation) ?? throw Problems.NoDevice();
        var (now, by) = (time.GetUtcNow(), plan.RingGroup[0].User);
        var call = new Call(callId, conversation, Direction.Outbound, now, plan) { PlacedBy = by };
        switch (await rows.BeginAsync(new LiveCall(call).After(new Began($"{callId}.began", now)), cancellation))
        {
            case Beginning.UserIsBusy:
                throw Problems.OnACall();
            case Beginning.Known when await rows.FindAsync(callId, cancellation) is { } known && (known.Call.Conversation != conversation || known.Call.PlacedBy != by):
                throw Problems.IdTaken();
            default:
                await owner.WakeAsync(callId, look: false, cancellation);
                return Results.Json(new { callId }, InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
        }
    });

    private sealed record CallBody(string? CallId)
    {
        public CallBody()
            : this((string?)null)
        {
        }
    }
}
