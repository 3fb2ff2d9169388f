using System.Diagnostics;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;

namespace ZuperConnect.Benchmarks.Calls;

/// <summary>A provider that records when it is asked to answer, and the storage requests until then. Its calls end immediately.</summary>
internal sealed class TimestampingGateway(StorageLog log) : ICallGateway
{
    private TaskCompletionSource<Answered> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next answered call.</summary>
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

    public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation) =>
        Task.FromResult(ProviderCallState.Ended);
}

/// <summary>An answered call.</summary>
/// <param name="Timestamp">The time in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="StorageRequests">The number of storage requests until then.</param>
internal sealed record Answered(long Timestamp, int StorageRequests);
