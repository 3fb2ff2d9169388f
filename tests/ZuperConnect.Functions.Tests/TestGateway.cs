using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Functions.Tests;

/// <summary>A telephony provider's calls, that notes down what it is asked and does as a test says.</summary>
internal sealed class TestGateway : ICallGateway
{
    /// <summary>The calls that it was asked to answer.</summary>
    public List<RingingCall> Answered { get; } = [];

    /// <summary>What else it was asked to do.</summary>
    public List<CallAction> Asked { get; } = [];

    /// <summary>Called before it answers.</summary>
    public Func<Task> Answering { get; set; } = () => Task.CompletedTask;

    /// <summary>What it says when it is asked about a call.</summary>
    public ProviderCallState Looks { get; set; } = ProviderCallState.Active();

    public static string LineOf(string callId) => $"line.{callId}";

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

    public Task<ProviderCallState> GetStateAsync(string line, CancellationToken cancellation) => Task.FromResult(Looks);
}
