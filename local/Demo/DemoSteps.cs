using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Jobs;
using ZuperConnect.Local.Phone;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Demo;

/// <summary>Plays the steps of the demo's week.</summary>
internal sealed class DemoSteps(
    DemoHost host, DemoProvider provider, DemoCalls calls, CustomerPhones phones, JobStore jobs, AuditLog audit)
{
    private readonly Dictionary<(PhoneNumber, string), string> _jobs = [];

    /// <summary>Plays a step of a story.</summary>
    public Task PlayAsync(DemoStory story, DemoStep step, string id, CancellationToken cancellation)
    {
        var conversation = new ConversationId(DemoTeam.Numbers.Single(number => number.Name == story.Line).Number, story.Number);
        return step.By is { } userId
            ? DoAsync(story, conversation, step, DemoTeam.Author(userId), id, cancellation)
            : step.Verb is "call" ? calls.ReceiveAsync(id, conversation, step.Text, cancellation)
            : WriteAsync(conversation, step, id, cancellation);
    }

    private async Task WriteAsync(ConversationId conversation, DemoStep step, string id, CancellationToken cancellation)
    {
        await phones.KeepSentAsync(id, conversation.Customer, conversation.Number, step.Text, cancellation);
        await host.HandleAsync(conversation, new ReceiveMessage($"Incoming_{id}", step.At, step.Text), cancellation);
    }

    private async Task DoAsync(
        DemoStory story, ConversationId conversation, DemoStep step, Author by, string id, CancellationToken cancellation)
    {
        Task TakeAsync(Command command) => host.HandleAsync(conversation, command, cancellation);
        Task RecordAsync(AuditAction action, string? subject = null) =>
            audit.RecordAsync(by, action, subject ?? conversation.ToString(), cancellation);

        switch (step.Verb)
        {
            case "text" or "failed":
                provider.Unreached = step.Verb is "failed" ? story.Number : null;
                await TakeAsync(new SendMessage(id, step.At, by, step.Text));
                await RecordAsync(AuditAction.Sent);
                break;
            case "note":
                await TakeAsync(new AddComment(id, step.At, by, step.Text));
                await RecordAsync(AuditAction.Commented);
                break;
            case "reads":
                await TakeAsync(new MarkRead(id, step.At, by, null));
                await RecordAsync(AuditAction.Marked);
                break;
            case "closes":
                await TakeAsync(new Close(id, step.At, by, null));
                await RecordAsync(AuditAction.Closed);
                break;
            case "call":
                await RecordAsync(AuditAction.Called);
                await calls.PlaceAsync(id, conversation, by.UserId, step.Text, cancellation);
                break;
            case "job":
                var (title, notes) = step.Text.Split(" | ") is [var first, var more] ? (first, more) : (step.Text, null);
                _jobs[(story.Number, title)] = id;
                var customerId = DemoIds.OfCustomer(story);
                await jobs.AddAsync(
                    new(id, conversation, customerId, story.Name!, title, notes, JobStatus.Open, by, step.At, step.At), cancellation);
                await TakeAsync(new AddJob(SourceIds.Of("job", id), step.At, by, id, title));
                await RecordAsync(AuditAction.JobCreated, id);
                break;
            case "done":
                var jobId = _jobs[(story.Number, step.Text)];
                await jobs.ChangeAsync(jobId, job => job with { Status = JobStatus.Done, ChangedAt = step.At }, cancellation);
                await RecordAsync(AuditAction.JobChanged, jobId);
                break;
            default:
                throw new FormatException($"The demo's script has what nobody does: {step.Verb}");
        }
    }
}
