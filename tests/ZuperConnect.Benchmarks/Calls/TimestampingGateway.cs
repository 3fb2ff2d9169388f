using System.Diagnostics;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Benchmarks.Calls;

/// <summary>A provider that notes when it is asked to answer, and what storage had been asked for by then. Its calls are over at
/// once.</summary>
internal sealed class TimestampingGateway(StorageLog log) : ICallGateway
{
    private TaskCompletionSource<Answered> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the next call is answered.</summary>
    public Task<Answered> NextAsync()
    {
        log.Take();
        _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _answered.Task;
    }

    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        _answered.TrySetResult(new(Stopwatch.GetTimestamp(), log.Take().Count(request => request.Path is InboxClient.EventGrid)));
        return Task.FromResult<string?>(null);
    }

    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation) =>
        Task.FromResult(new ActionResult(Done: true));

    public Task<ProviderCallState> GetStateAsync(string line, CancellationToken cancellation) => Task.FromResult(ProviderCallState.Ended);
}

/// <summary>A call that was answered.</summary>
/// <param name="Timestamp">When, as <see cref="Stopwatch"/> counts.</param>
/// <param name="StorageRequests">What handling the event had asked storage for by then.</param>
internal sealed record Answered(long Timestamp, int StorageRequests);
