using ZuperConnect.Calls;
using ZuperConnect.Switchboard;

namespace ZuperConnect.Tests.Recordings;

/// <summary>A provider of calls where nothing happens by itself: every call that is up stays up.</summary>
internal sealed class QuietGateway : ICallGateway
{
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) => Task.FromResult<string?>("line");

    public Task<ActionResult> DoAsync(LiveCall call, CallAction action, CancellationToken cancellation) => Task.FromResult(new ActionResult(Done: true));

    public Task<LineState> LookAsync(string line, CancellationToken cancellation) => Task.FromResult(LineState.Up);
}
