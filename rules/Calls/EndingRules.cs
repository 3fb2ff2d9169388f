using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>The rules of how a call ends.</summary>
internal static class EndingRules
{
    internal static CallStep HangsUp(Call call, CallEvent news, CallStatus status)
    {
        var ended = Ended(call, news, status);
        return ended with { Call = ended.Call with { Phase = CallPhase.Ending }, Actions = [new HangUp()] };
    }

    internal static CallStep Ended(Call call, CallEvent news, CallStatus status)
    {
        var over = call with { Phase = CallPhase.Over, EndedAs = call.EndedAs ?? status, Timers = call.Timers.Clear() };
        return new(over, [], call.EndedAs is null ? [End(over, news, status)] : []);
    }

    internal static EndCall End(Call call, CallEvent news, CallStatus status) =>
        new(call.SourceId("ended"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, status)
        {
            AnsweredBy = call.AnsweredBy,
            Outcome = call.Direction is Direction.Outbound ? OutcomeOf(call, news, status) : null,
            Duration = call.AnsweredAt is { } answered && news.At > answered ? news.At - answered : null,
        };

    /// <summary>How a call ends that the other side leaves now.</summary>
    internal static CallStatus EndOf(Call call) => call.EndedAs
        ?? (call.Phase is CallPhase.Talking ? CallStatus.Completed : CallStatus.Canceled);

    internal static CallStatus StatusOf(CallOutcome outcome) =>
        outcome is CallOutcome.Failed or CallOutcome.Unreachable ? CallStatus.Failed : CallStatus.Missed;

    /// <summary>How a user's call went that ends now.</summary>
    private static CallOutcome OutcomeOf(Call call, CallEvent news, CallStatus status) =>
        call.AnsweredAt is not null ? CallOutcome.Answered
        : news is CustomerDidNotAnswer not ? not.Outcome
        : status is CallStatus.Failed ? CallOutcome.Failed
        : call.CustomerRings ? CallOutcome.NoAnswer
        : CallOutcome.Canceled;
}
