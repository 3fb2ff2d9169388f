using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Tests;

/// <summary>A telephony provider that answers as a test says; accepted where it says nothing.</summary>
internal sealed class TestProvider : ISmsSender
{
    private readonly Queue<Func<Task<SendResult>>> _answers = new();

    public List<OutgoingText> Sent { get; } = [];

    public void Answers(SendResult result) => _answers.Enqueue(() => Task.FromResult(result));

    /// <summary>Something happens while it has the text.</summary>
    public void Answers(SendResult result, Action meanwhile) => _answers.Enqueue(() =>
    {
        meanwhile();
        return Task.FromResult(result);
    });

    public void Fails(Exception failure) => _answers.Enqueue(() => Task.FromException<SendResult>(failure));

    /// <summary>It takes the text, and the process dies before it answers.</summary>
    /// <returns>Ends when it has taken the text.</returns>
    public Task NeverAnswers()
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(() =>
        {
            taken.SetResult();
            return new TaskCompletionSource<SendResult>().Task;
        });
        return taken.Task;
    }

    public Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        Sent.Add(text);
        return _answers.TryDequeue(out var answer) ? answer() : Task.FromResult<SendResult>(new SendResult.Accepted());
    }
}
