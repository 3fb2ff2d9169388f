using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Http;

/// <summary>Receives the telephony provider's events of running calls (docs/design.md#telephony-events).</summary>
[Tags("Inbox")]
public sealed partial class CallWebhooksApi(
    ApiAuthorization authorization, CallStore rows, ErasedCalls erased, DeadLetterStore unprocessed, TimeProvider time,
    ILogger<CallWebhooksApi> log)
{
    private const int MaxBodyLength = 1024 * 1024;

    /// <summary>Receive the telephony provider's events of a call.</summary>
    /// <remarks>
    /// For the telephony provider, which sends a signed token. A batch has at most 1,000 CloudEvents (1.0). An event that cannot be read,
    /// or that names another call, does not prevent the others from being processed.
    /// </remarks>
    /// <response code="200">The events are stored.</response>
    /// <response code="409">
    /// <c>anotherCall</c>: some of the events name another connection, server call or correlation id than this call has. They were not
    /// processed; the others were.
    /// </response>
    [HttpPost(Routes.CallWebhook, Name = "takeCallEvents")]
    [Security("provider", NeedsPermission = false)]
    [RouteParameter("callId", "The id of the call: the last part of the address that the provider was given.", Type = typeof(Guid))]
    [Consumes(typeof(JsonObject[]), "application/json")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.AnotherCall))]
    public Task<IResult> TakeAsync(HttpRequest request, string callId, ICallOwner owner, CancellationToken cancellation) =>
        authorization.ForProviderAsync(request, async () =>
    {
        if (!Guid.TryParseExact(callId, "D", out var id))
        {
            throw Problems.NotFound("There is no call with this id.");
        }

        var events = CallEventParser.Split(await RequestReading.BytesAsync(request, MaxBodyLength, cancellation));
        if (events.Count > CallEventParser.MaxEvents)
        {
            throw Problems.TooManyEvents(CallEventParser.MaxEvents);
        }

        var call = await rows.FindAsync(id.ToString(), cancellation);
        var (refused, failures) = (0, new List<Exception>());
        foreach (var received in events)
        {
            try
            {
                refused += await TakeAsync(id, call, received, cancellation) ? 0 : 1;
            }
#pragma warning disable CA1031 // Thrown below, after the other events were tried.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        await owner.WakeAsync(id.ToString(), reconcile: false, cancellation);
        return failures.Count > 0 ? throw new AggregateException(failures) : refused > 0
            ? throw Problems.AnotherCall(refused) : Results.Ok();
    });

    /// <summary>Processes an event that was kept; false if it cannot be read, or names another call.</summary>
    public async Task<bool> TryTakeAsync(
        string callId, BinaryData received, DateTimeOffset arrivedAt, ICallOwner owner, CancellationToken cancellation)
    {
        if (!CallEventParser.TryRead(received, arrivedAt, out var reported)
            || (reported is not null && await rows.FindAsync(callId, cancellation) is { } call && !call.IsSameCall(reported.Of)))
        {
            return false;
        }

        if (reported is not null)
        {
            await rows.AddEventAsync(callId, reported.Event, reported.Of, cancellation);
            await owner.WakeAsync(callId, reconcile: false, cancellation);
        }

        return true;
    }

    /// <summary>Processes an event; false if it names another call.</summary>
    private async Task<bool> TakeAsync(Guid id, CallSession? call, BinaryData received, CancellationToken cancellation)
    {
        if (!CallEventParser.TryRead(received, time.GetUtcNow(), out var reported))
        {
            await KeepAsync(id, call, received, cancellation);
        }
        else if (reported is not null)
        {
            if (call?.IsSameCall(reported.Of) is false)
            {
                LogOther(id);
                return false;
            }

            try
            {
                await rows.AddEventAsync(id.ToString(), reported.Event, reported.Of, cancellation);
            }
            catch (StorageLimitException)
            {
                // Storage refuses it, however often it is delivered.
                await KeepAsync(id, call, received, cancellation);
            }
        }

        return true;
    }

    private async Task KeepAsync(Guid id, CallSession? call, BinaryData received, CancellationToken cancellation)
    {
        if (!await erased.ContainsAsync(id.ToString(), cancellation))
        {
            await unprocessed.AddCallEventAsync(id.ToString(), received, call?.Call.StartedAt, cancellation);
            LogKept(id);
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Stored an event of call {Call} that cannot be read in the container 'unprocessed'")]
    private partial void LogKept(Guid call);

    [LoggerMessage(3102, LogLevel.Warning, "Refused an event that was posted for call {Call} but belongs to another call of the provider")]
    private partial void LogOther(Guid call);
}
