using Microsoft.Extensions.Configuration;
using ZuperConnect.Conversations;
using ZuperConnect.Jobs;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Jobs;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>A job that a host accepted but did not finish is complete after the next start.</summary>
public sealed class AbandonedJobTests(TestStorage storage)
{
    private static readonly Author Ana = new("ana", "Ana");
    private readonly IStorage _store = storage.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How far the host came: the work item is stored, the job is saved, the timeline has it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Job_is_listed_and_in_the_timeline_and_the_receiver_is_told(int steps)
    {
        await using var receiver = await TestReceiver.StartAsync();
        var job = await LeaveAsync(steps);

        await using var inbox = await RunningInbox.StartOnAsync(
            storage, _store, builder => builder.Configuration.AddInMemoryCollection(WebhookTests.Settings(receiver.Url)));

        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(job.Id, (string)Assert.Single((await inbox.AllAsync("api/jobs?customer=carla")).Items)["id"]!);
        Assert.Equal(job.Id, (string)Assert.Single(await inbox.TimelineAsync(), item => (string)item["type"]! is "job")["jobId"]!);
        var webhook = Assert.Single(receiver.Received);
        Assert.True(webhook.IsSignedBy(WebhookTests.Key));
        Assert.Equal(job.Id, (string)webhook.Json["data"]!["job"]!["id"]!);
    }

    [Fact]
    public async Task Without_a_receiver_it_is_whole_too()
    {
        var job = await LeaveAsync(steps: 1);

        await using var inbox = await RunningInbox.StartOnAsync(storage, _store);

        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(job.Id, (string)Assert.Single((await inbox.AllAsync("api/jobs")).Items)["id"]!);
        Assert.Single(await inbox.TimelineAsync(), item => (string)item["type"]! is "job");
    }

    private async Task<Job> LeaveAsync(int steps)
    {
        var rows = new StorageTables(_store);
        await rows.CreateAsync(Cancellation);
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var (ledger, now) = (TestLedger.On(rows), DateTimeOffset.UtcNow);
        await ledger.HandleAsync(
            id, new ReceiveMessage("sms.1", now, "My boiler is cold"), null, keepRefusal: false, kept: false, Cancellation);
        var job = new Job(Guid.NewGuid().ToString(), id, "carla", "Carla", "Mend the boiler", null, JobStatus.Open, Ana, now, now);
        var command = new AddJob($"job.{job.Id}", now, Ana, job.Id, job.Title);

        await new WorkItemStore(rows).AddAsync([WorkItem.Of(new(id, command.SourceId), command), JobWebhookSender.Work(job)], Cancellation);
        if (steps > 1)
        {
            await new JobStore(rows).AddAsync(job, Cancellation);
        }

        if (steps > 2)
        {
            await ledger.HandleAsync(id, command, null, keepRefusal: false, kept: false, Cancellation);
        }

        return job;
    }
}
