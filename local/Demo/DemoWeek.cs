using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Jobs;
using ZuperConnect.Local.Phone;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Demo;

/// <summary>Plays the script with the rules of the inbox, each step at its time.</summary>
internal sealed class DemoWeek(
    DemoHost host, DemoProvider provider, DemoCalls calls, DemoClock clock, CustomerPhones phones, NumberStore numbers, TeamStore team,
    CustomerStore customers, JobStore jobs, AuditLog audit)
{
    private const int DaysBetweenCustomers = 9;
    private const string ForCustomer = "customer";
    private readonly Dictionary<(PhoneNumber, string), string> _jobs = [];

    /// <summary>Plays the week.</summary>
    public async Task PlayAsync(IReadOnlyList<DemoStory> stories, CancellationToken cancellation)
    {
        var end = clock.Now;
        foreach (var number in DemoTeam.Numbers)
        {
            await numbers.AddAsync(number, cancellation);
        }

        await team.AddFirstAsync(DemoTeam.Members, cancellation);
        var saved = stories.Where(story => story.Name is not null).DistinctBy(story => story.Number).ToList();
        foreach (var (index, story) in saved.Index())
        {
            clock.Now = end.AddDays(-DaysBetweenCustomers * (saved.Count - index + 1));
            await SaveAsync(story, cancellation);
        }

        var steps = from story in stories
                    from step in story.Steps.Index()
                    orderby step.Item.At
                    select (story, step.Index, step.Item);
        foreach (var (story, index, step) in steps)
        {
            clock.Now = step.At;
            await host.WorkAsync(cancellation);
            clock.Now = step.At;
            await PlayAsync(story, step, IdOf(story, $"{index}"), cancellation);
            await host.WorkAsync(cancellation);
        }

        clock.Now = end;
        await host.WorkAsync(cancellation);
    }

    private async Task SaveAsync(DemoStory story, CancellationToken cancellation)
    {
        var id = IdOf(story, ForCustomer);
        if (!CustomerDetails.TryRead(story.Name, [story.Number.Value], story.Email, story.Notes, null, out var details, out var fault))
        {
            throw new FormatException($"{story.Name}: {fault}");
        }

        if (await customers.AddAsync(id, details, cancellation) is CustomerChange.Made { Work: { } work })
        {
            await host.StartAsync(work, cancellation);
        }

        await audit.NoteAsync(DemoTeam.Author("ana"), AuditAction.CustomerCreated, id, cancellation);
        await host.WorkAsync(cancellation);
    }

    private Task PlayAsync(DemoStory story, DemoStep step, string id, CancellationToken cancellation)
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
        Task NoteAsync(AuditAction action, string? subject = null) =>
            audit.NoteAsync(by, action, subject ?? conversation.ToString(), cancellation);

        switch (step.Verb)
        {
            case "text" or "failed":
                provider.Unreached = step.Verb is "failed" ? story.Number : null;
                await TakeAsync(new SendMessage(id, step.At, by, step.Text));
                await NoteAsync(AuditAction.Sent);
                break;
            case "note":
                await TakeAsync(new AddComment(id, step.At, by, step.Text));
                await NoteAsync(AuditAction.Commented);
                break;
            case "reads":
                await TakeAsync(new MarkRead(id, step.At, by, null));
                await NoteAsync(AuditAction.Marked);
                break;
            case "closes":
                await TakeAsync(new Close(id, step.At, by, null));
                await NoteAsync(AuditAction.Closed);
                break;
            case "call":
                await NoteAsync(AuditAction.Called);
                await calls.PlaceAsync(id, conversation, by.UserId, step.Text, cancellation);
                break;
            case "job":
                var (title, notes) = step.Text.Split(" | ") is [var first, var more] ? (first, more) : (step.Text, null);
                _jobs[(story.Number, title)] = id;
                var customerId = IdOf(story, ForCustomer);
                await jobs.AddAsync(
                    new(id, conversation, customerId, story.Name!, title, notes, JobStatus.Open, by, step.At, step.At), cancellation);
                await TakeAsync(new AddJob(SourceIds.Of("job", id), step.At, by, id, title));
                await NoteAsync(AuditAction.JobCreated, id);
                break;
            case "done":
                var jobId = _jobs[(story.Number, step.Text)];
                await jobs.ChangeAsync(jobId, job => job with { Status = JobStatus.Done, ChangedAt = step.At }, cancellation);
                await NoteAsync(AuditAction.JobChanged, jobId);
                break;
            default:
                throw new FormatException($"The demo's script has what nobody does: {step.Verb}");
        }
    }

    /// <summary>An id that is the same each time, so that the addresses of the demo stay valid.</summary>
    private static string IdOf(DemoStory story, string what)
    {
        var whole = $"{story.Number.Key} {(what is ForCustomer ? "" : story.Line)} {what}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(whole))[..16]).ToString();
    }
}
