using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>The rules for the end of a call.</summary>
internal static class EndingRules
{
    internal static CallStep HangUpCall(Call call, CallEvent callEvent, CallStatus status)
    {
        var ended = Ended(call, callEvent, status);
        return ended with { Call = ended.Call with { Phase = CallPhase.Ending }, Actions = [new HangUp()] };
    }

    internal static CallStep Ended(Call call, CallEvent callEvent, CallStatus status)
    {
        var over = call with { Phase = CallPhase.Over, EndedAs = call.EndedAs ?? status, Timers = call.Timers.Clear() };
        return new(over, [], call.EndedAs is null ? [End(over, callEvent, status)] : []);
    }

    internal static EndCall End(Call call, CallEvent callEvent, CallStatus status) =>
        new(call.SourceId("ended"), callEvent.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, status)
        {
            AnsweredBy = call.AnsweredBy,
            Outcome = call.Direction is Direction.Outbound ? OutcomeOf(call, callEvent, status) : null,
            Duration = call.AnsweredAt is { } answered && callEvent.At > answered ? callEvent.At - answered : null,
        };

    /// <summary>The final status if the other side leaves now.</summary>
    internal static CallStatus FinalStatus(Call call) => call.EndedAs
        ?? (call.Phase is CallPhase.Talking ? CallStatus.Completed : CallStatus.Canceled);

    internal static CallStatus StatusOf(CallOutcome outcome) =>
        outcome is CallOutcome.Failed or CallOutcome.Unreachable ? CallStatus.Failed : CallStatus.Missed;

    /// <summary>The outcome of a user's call that ends now.</summary>
    private static CallOutcome OutcomeOf(Call call, CallEvent callEvent, CallStatus status) =>
        call.AnsweredAt is not null ? CallOutcome.Answered
        : callEvent is CustomerDidNotAnswer not ? not.Outcome
        : status is CallStatus.Failed ? CallOutcome.Failed
        : call.CustomerRings ? CallOutcome.NoAnswer
        : CallOutcome.Canceled;
}
