using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Tests.CallControl;

/// <summary>A provider that records requests and responds as the test wants.</summary>
internal sealed class TestGateway : ICallGateway
{
    public const string Line = "providerCallId-1";

    public List<CallAction> Asked { get; } = [];

    public List<RingingCall> Answered { get; } = [];

    /// <summary>The response to an action; accepted by default.</summary>
    public Func<CallSession, CallAction, Task<ActionResult>> Does { get; set; } = (_, _) => Task.FromResult(new ActionResult(Done: true));

    /// <summary>The provider's id of an answered call; null if it does not ring any more.</summary>
    public Func<RingingCall, string?> Answers { get; set; } = _ => Line;

    /// <summary>The state that the provider reports for a call.</summary>
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

    public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation) => Task.FromResult(Found);
}
