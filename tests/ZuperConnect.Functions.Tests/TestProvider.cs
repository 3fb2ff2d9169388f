using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Tests;

/// <summary>A provider of text messages with the responses of a test; accepts by default.</summary>
internal sealed class TestProvider : ISmsSender
{
    private readonly Queue<Func<Task<SendResult>>> _answers = new();

    public List<OutgoingText> Sent { get; } = [];

    public void Answers(SendResult result) => _answers.Enqueue(() => Task.FromResult(result));

    /// <summary>Responds, and runs something before that.</summary>
    public void Answers(SendResult result, Action meanwhile) => _answers.Enqueue(() =>
    {
        meanwhile();
        return Task.FromResult(result);
    });

    public void Fails(Exception failure) => _answers.Enqueue(() => Task.FromException<SendResult>(failure));

    /// <summary>Accepts the text and never responds, as if the process had ended.</summary>
    /// <returns>Completes when it has the text.</returns>
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
