using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Functions.Tests;

/// <summary>A provider of calls that records requests and responds as a test wants.</summary>
internal sealed class TestGateway : ICallGateway
{
    /// <summary>The calls that it was asked to answer.</summary>
    public List<RingingCall> Answered { get; } = [];

    /// <summary>The other requests.</summary>
    public List<CallAction> Asked { get; } = [];

    /// <summary>Called before it answers.</summary>
    public Func<Task> Answering { get; set; } = () => Task.CompletedTask;

    /// <summary>The state that it reports for a call.</summary>
    public ProviderCallState Looks { get; set; } = ProviderCallState.Active();

    public static string LineOf(string callId) => $"providerCallId.{callId}";

    public async Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        Answered.Add(ringing);
        await Answering();
        return LineOf(ringing.CallId);
    }

    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        Asked.Add(action);
        return Task.FromResult(new ActionResult(Done: true) { ProviderCallId = action is CallDevice ? LineOf(call.Call.Id) : null });
    }

    public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation) => Task.FromResult(Looks);
}
