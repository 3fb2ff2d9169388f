using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team's calls.</summary>
[Tags("Calls")]
public sealed class CallsApi(ApiAuthorization authorization, ConversationLedger ledger, CallStore rows, CallPlans plans,
    CallLog log, NumberStore numbers, AuditLog audit, TimeProvider time)
{
    /// <summary>Call the customer.</summary>
    /// <remarks>
    /// Rings your own device first. When you press 1, the customer is called from this conversation's number. The call's timeline item
    /// shows its progress.
    /// </remarks>
    /// <response code="202">Your device is being called. <c>Location</c> is the timeline that shows the call.</response>
    /// <response code="409">You are on a call that you placed, or the id names another call. Nothing was done.</response>
    /// <response code="422">There is no number to call, or you have no device to call from. Nothing was done.</response>
    [HttpPost(Routes.ConversationCalls, Name = "placeCall")]
    [ConversationIdParameter]
    [Consumes(typeof(PlaceCallBody), "application/json", IsOptional = true)]
    [ProducesResponseType<PlacedCallJson>(StatusCodes.Status202Accepted)]
    [ProducesHeader(StatusCodes.Status202Accepted, "Location", "The conversation's timeline.", Format = "uri-reference")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.OnACall), nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.CannotBeCalled), nameof(Problems.NoDevice))]
    public Task<IResult> PlaceAsync(HttpRequest request, string id, ICallOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Phone, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.OptionalBodyAsync<PlaceCallBody>(request, cancellation);
        var callId = RequestReading.Uuid(body.CallId, "callId");
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.CannotBeCalled();
        }

        // A repeated request has the same answer.
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
                return Results.Json(new PlacedCallJson(callId), InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
        }
    });

    /// <summary>List the call log, newest first.</summary>
    /// <response code="200">The page; empty if there is nothing.</response>
    [HttpGet(Routes.Calls, Name = "listCalls")]
    [NumberParameter("calls")]
    [QueryParameter("status", "Only calls with this status.", Type = typeof(CallStatus))]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<LoggedCallJson>>(StatusCodes.Status200OK)]
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

    /// <summary>Reads the saved customers of the calls' conversations, each once.</summary>
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
}

/// <summary>A call to place.</summary>
/// <param name="CallId">
/// A UUID made anew for each call, and kept while a request is repeated: the same id is the same call. Left out, the server makes one.
/// </param>
public sealed record PlaceCallBody([SchemaOf<Guid>] string? CallId)
{
    /// <summary>Creates an empty body.</summary>
    public PlaceCallBody()
        : this((string?)null)
    {
    }
}

/// <summary>A call that was placed.</summary>
/// <param name="CallId">The id of the call's timeline item.</param>
public sealed record PlacedCallJson([SchemaOf<Guid>] string CallId);
