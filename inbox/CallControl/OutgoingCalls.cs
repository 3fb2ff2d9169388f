using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;

namespace ZuperConnect.CallControl;

/// <summary>What happened to a user's request to call a customer.</summary>
public enum PlaceCallResult
{
    /// <summary>The user's device is being called, also if it was before.</summary>
    Placed,

    /// <summary>The number of the business is retired.</summary>
    NumberRetired,

    /// <summary>The user has no device.</summary>
    NoDevice,

    /// <summary>The user is on another call.</summary>
    UserIsBusy,

    /// <summary>The id names another call.</summary>
    IdTaken,
}

/// <summary>Places users' calls to customers.</summary>
public sealed class OutgoingCalls(CallStore callStore, CallPlans plans, NumberStore numbers, TimeProvider time)
{
    /// <summary>Stores a call, and wakes its owner, which calls the user's device. Does nothing unless the call can be placed.</summary>
    public async Task<PlaceCallResult> PlaceAsync(
        string callId, ConversationId conversation, string userId, ICallOwner owner, CancellationToken cancellation)
    {
        // A repeated request has the same answer.
        if (await numbers.IsRetiredAsync(conversation.Number, cancellation) && await callStore.FindAsync(callId, cancellation) is null)
        {
            return PlaceCallResult.NumberRetired;
        }

        if (await plans.OfOutboundAsync(conversation.Number, userId, cancellation) is not { } plan)
        {
            return PlaceCallResult.NoDevice;
        }

        var (now, by) = (time.GetUtcNow(), plan.RingGroup[0].User);
        var call = new Call(callId, conversation, Direction.Outbound, now, plan) { PlacedBy = by };
        switch (await callStore.StartAsync(new CallSession(call).Apply(new CallStarted($"{callId}.began", now)), cancellation))
        {
            case CallStartResult.UserIsBusy:
                return PlaceCallResult.UserIsBusy;
            case CallStartResult.AlreadyStarted when await callStore.FindAsync(callId, cancellation) is { } known
                && (known.Call.Conversation != conversation || known.Call.PlacedBy != by):
                return PlaceCallResult.IdTaken;
            default:
                await owner.WakeAsync(callId, reconcile: false, cancellation);
                return PlaceCallResult.Placed;
        }
    }
}
