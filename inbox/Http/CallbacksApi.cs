using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Http;

/// <summary>Takes the telephony provider's mid-call events (design, section 6).</summary>
public sealed partial class CallbacksApi(Door door, CallRows rows, Unprocessed unprocessed, TimeProvider time, ILogger<CallbacksApi> log)
{
    private const int LongestCallback = 1024 * 1024;

    /// <summary>
    /// <c>POST /api/callbacks/calls/{callId}</c>: keeps what happened to a call, and has its owner go on with it. News of a call that is
    /// not known yet waits for it; what cannot be read is kept as it came, and does not keep the other events of its batch from being taken.
    /// </summary>
    public Task<IResult> TakeAsync(HttpRequest request, string callId, ICallOwner owner, CancellationToken cancellation) => door.ForProviderAsync(request, async () =>
    {
        if (!Guid.TryParseExact(callId, "D", out var id))
        {
            throw Problems.NotFound("There is no call with this id.");
        }

        var callback = await RequestReading.BytesAsync(request, LongestCallback, cancellation);
        foreach (var received in CallEvents.Split(callback))
        {
            if (!CallEvents.TryRead(received, time.GetUtcNow(), out var reported))
            {
                await KeepAsync(id, received, cancellation);
            }
            else if (reported is not null)
            {
                await rows.AddNewsAsync(id.ToString(), reported.News, reported.Line, cancellation);
            }
        }

        await owner.WakeAsync(id.ToString(), look: false, cancellation);
        return Results.Ok();
    });

    /// <summary>Takes one event that was kept when it came; false where it cannot be read.</summary>
    public async Task<bool> TryTakeAsync(string callId, BinaryData received, DateTimeOffset arrivedAt, ICallOwner owner, CancellationToken cancellation)
    {
        if (!CallEvents.TryRead(received, arrivedAt, out var reported))
        {
            return false;
        }

        if (reported is not null)
        {
            await rows.AddNewsAsync(callId, reported.News, reported.Line, cancellation);
            await owner.WakeAsync(callId, look: false, cancellation);
        }

        return true;
    }

    private async Task KeepAsync(Guid id, BinaryData received, CancellationToken cancellation)
    {
        if (!await rows.IsErasedAsync(id.ToString(), cancellation))
        {
            var call = await rows.FindAsync(id.ToString(), cancellation);
            await unprocessed.KeepCallEventAsync(id.ToString(), received, call?.Call.StartedAt, cancellation);
            LogKept(id);
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Kept an event of call {Call} that cannot be read in the container 'unprocessed'")]
    private partial void LogKept(Guid call);
}
