using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team's calls to customers.</summary>
[Tags("Calls")]
public sealed class CallsApi(ApiAuthorization authorization, ConversationLedger ledger, OutgoingCalls calls, AuditLog audit)
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

        switch (await calls.PlaceAsync(callId, conversation, user.UserId, owner, cancellation))
        {
            case PlaceCallResult.NumberRetired:
                throw Problems.NumberRetired();
            case PlaceCallResult.NoDevice:
                throw Problems.NoDevice();
            case PlaceCallResult.UserIsBusy:
                throw Problems.OnACall();
            case PlaceCallResult.IdTaken:
                throw Problems.IdTaken();
            default:
                await audit.RecordAsync(user.Author, AuditAction.Called, conversation.ToString(), cancellation);
                request.HttpContext.Response.Headers.RetryAfter = "1";
                request.HttpContext.Response.Headers.Location =
                    $"/{Routes.Timeline.Replace("{id}", conversation.ToString(), StringComparison.Ordinal)}";
                return Results.Json(new PlacedCallJson(callId), InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
        }
    });
}

/// <summary>A call to place.</summary>
/// <param name="CallId">
/// A UUID that is new for each call and the same in a repeated request: the same id is the same call. If omitted, the server creates one.
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
