using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Tests.CallControl;

/// <summary>A provider that writes down what it is asked for, and does with it what a test wants.</summary>
internal sealed class TestGateway : ICallGateway
{
    public const string Line = "line-1";

    public List<CallAction> Asked { get; } = [];

    public List<RingingCall> Answered { get; } = [];

    /// <summary>What becomes of an action; it is done unless a test says otherwise.</summary>
    public Func<CallSession, CallAction, Task<ActionResult>> Does { get; set; } = (_, _) => Task.FromResult(new ActionResult(Done: true));

    /// <summary>The line of a call that is answered; null where it does not ring any more.</summary>
    public Func<RingingCall, string?> Answers { get; set; } = _ => Line;

    /// <summary>What a look at a call finds.</summary>
    public ProviderCallState Found { get; set; } = ProviderCallState.Active();

    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        Answered.Add(ringing);
        return Task.FromResult(Answers(ringing));
    }

    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        Asked.Add(action);
        return Does(call, action);
    }

    public Task<ProviderCallState> GetStateAsync(string line, CancellationToken cancellation) => Task.FromResult(Found);
}
