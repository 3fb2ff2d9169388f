using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team's calls.</summary>
public sealed class CallsApi(ApiAuthorization authorization, ConversationLedger ledger, CallStore rows, CallPlans plans,
    CallLog log, NumberStore numbers, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// <c>POST /api/conversations/{id}/calls</c>: calls the user's own device, and the customer once it accepted. The timeline shows how it
    /// goes. The same <c>callId</c> again is the same call.
    /// </summary>
    public Task<IResult> PlaceAsync(HttpRequest request, string id, ICallOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Phone, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.OptionalBodyAsync<CallBody>(request, cancellation);
        var callId = RequestReading.Uuid(body.CallId, "callId");
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.CannotBeCalled();
        }

        // A repetition answers as the first did.
        if (await numbers.IsRetiredAsync(conversation.Number, cancellation) && await rows.FindAsync(callId, cancellation) is null)
        {
            throw Problems.NumberRetired();
        }

        var plan = await plans.OfOutboundAsync(conversation.Number, user.UserId, cancellation) ?? throw Problems.NoDevice();
        var (now, by) = (time.GetUtcNow(), plan.RingGroup[0].User);
        var call = new Call(callId, conversation, Direction.Outbound, now, plan) { PlacedBy = by };
        switch (await rows.StartAsync(new CallSession(call).Apply(new CallStarted($"{callId}.began", now)), cancellation))
        {
            case CallStartResult.UserIsBusy:
                throw Problems.OnACall();
            case CallStartResult.AlreadyStarted when await rows.FindAsync(callId, cancellation) is { } known
                && (known.Call.Conversation != conversation || known.Call.PlacedBy != by):
                throw Problems.IdTaken();
            default:
                await owner.WakeAsync(callId, reconcile: false, cancellation);
                await audit.NoteAsync(by, AuditAction.Called, conversation.ToString(), cancellation);
                request.HttpContext.Response.Headers.RetryAfter = "1";
                request.HttpContext.Response.Headers.Location =
                    $"/{Routes.Timeline.Replace("{id}", conversation.ToString(), StringComparison.Ordinal)}";
                return Results.Json(new { callId }, InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
        }
    });

    /// <summary><c>GET /api/calls</c>: a page of the call log, newest first.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.CallLogs, async _ =>
    {
        var known = await numbers.AllAsync(cancellation);
        var (status, limit) = (ReadStatus(request), RequestReading.Limit(request));
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : CallLog.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var asked = RequestReading.Number(request) is { } number ? [number] : known.Values.Select(own => own.Number).ToList();

        var page = await log.ReadAsync(asked, status, limit, after, cancellation);
        var customers = await CustomersAsync(page.Items, cancellation);
        return Results.Json(
            new Page<LoggedCallJson>(
                [.. page.Items.Select(logged => LoggedCallJson.Of(logged, known, customers[logged.Conversation]))], page.NextCursor),
            InboxJson.Options);
    });

    /// <summary>The saved customers of the calls' conversations: one read for each conversation.</summary>
    private async Task<Dictionary<ConversationId, SavedCustomer?>> CustomersAsync(
        IEnumerable<LoggedCall> calls, CancellationToken cancellation)
    {
        var conversations = await Task.WhenAll(
            calls.Select(logged => logged.Conversation).Distinct()
                .Select(async id => (Id: id, (await ledger.ReadAsync(id, cancellation)).Conversation)));
        return conversations.ToDictionary(one => one.Id, one => one.Conversation?.Customer);
    }

    private static CallStatus? ReadStatus(HttpRequest request) =>
        RequestReading.Query(request, "status") is { } text ? RequestReading.OneOf<CallStatus>(text, "status") : null;

    private sealed record CallBody(string? CallId)
    {
        public CallBody()
            : this((string?)null)
        {
        }
    }
}
