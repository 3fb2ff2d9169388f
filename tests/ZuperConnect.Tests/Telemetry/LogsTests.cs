using System.Net.Http.Json;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Telemetry;

public sealed class LogsTests(TestStorage storage, TestAzurite azurite)
{
    private const string Customer = "+12065557341";
    private const string Conversation = "14255550100-12065557341";
    private const string Text = "The boiler in the attic drips";
    private const string Answer = "The plumber comes at noon";
    private const string Comment = "Pays late";
    private const string Name = "Carla Quillfeather";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_is_logged_has_a_customers_number_name_or_words()
    {
        using var log = new CapturedLog();
        // Azure's clients log as well.
        var account = azurite.NewConnectionString();
        await using (var inbox = await RunningInbox.StartOnAzureAsync(storage, account, log.Keep))
        {
            await TextsAsync(inbox, log);
            await CallsAsync(inbox);
            await PeopleAsync(inbox);
            await FailuresAsync(inbox, account);
        }

        // Proves that a leak would be found: these loggers have logged.
        Assert.All(
            ["…0100-…7341", "was put off", "cannot be read in the container", "A POST request failed",
                "TableNotFound", "Tables cannot be used now"], said =>
            Assert.Contains(log.Lines, line => line.Contains(said, StringComparison.Ordinal)));
        Assert.All([Customer[1..], Customer[2..], Text, Answer, Comment, Name, "Quillfeather", "attic", "plumber"], secret =>
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task TextsAsync(RunningInbox inbox, CapturedLog log)
    {
        await inbox.CustomerWritesAsync(Text, from: Customer);
        foreach (var (outcome, delivery) in new[]
        {
            (SimulatedTextOutcome.Delivered, Delivery.Delivered), (SimulatedTextOutcome.Failed, Delivery.Failed),
            (SimulatedTextOutcome.Refused, Delivery.Failed),
            (SimulatedTextOutcome.Lost, Delivery.Sending), (SimulatedTextOutcome.OptedOut, Delivery.Failed),
        })
        {
            var messageId = Guid.NewGuid().ToString();
            inbox.SetTextOutcome(outcome, Customer);
            await RunningInbox.JsonAsync(await inbox.ReplyAsync(Answer, messageId, id: Conversation));
            await RunningInbox.EventuallyAsync(
                async () => (await inbox.TimelineAsync(Conversation)).Single(item => (string)item["id"]! == messageId),
                item => (string)item["delivery"]! == InboxJson.Name(delivery));
        }

        await inbox.CustomerWritesAsync("START", from: Customer);
        inbox.SetTextOutcome(SimulatedTextOutcome.Busy, Customer);
        await RunningInbox.JsonAsync(await inbox.ReplyAsync(Answer, id: Conversation));
        await RunningInbox.EventuallyAsync(
            () => Task.FromResult(log.Lines.Any(line => line.Contains("was put off", StringComparison.Ordinal))), done => done);

        await inbox.CustomerWritesAsync("STOP", from: Customer);
        await RunningInbox.ProblemAsync(await inbox.ReplyAsync(Answer, id: Conversation), 422);
        await inbox.CustomerWritesAsync("START", from: Customer);
        await RunningInbox.JsonAsync(await inbox.CommentAsync(Comment, id: Conversation));
        (await inbox.PostEventsAsync($$"""{"from":"{{Customer}}","message":"{{Text}}"}""")).EnsureSuccessStatusCode();
    }

    private static async Task CallsAsync(RunningInbox inbox)
    {
        var answered = await inbox.CustomerCallsAsync(Customer);
        await inbox.DeviceAnswersAsync("ana");
        await inbox.RecordingStartedAsync(answered);
        await inbox.DeviceHangsUpAsync("ana");
        await inbox.RecordedAsync(answered, Conversation);

        var missed = await inbox.CustomerCallsAsync(Customer);
        await inbox.DeviceDeclinesAsync("ana");
        await inbox.DeviceDeclinesAsync("ben");
        await inbox.CustomerLeavesVoicemailAsync(missed);
        await inbox.RecordedAsync(missed, Conversation);
        await inbox.NoCallIsUpAsync();

        (await inbox.Http.PostAsJsonAsync($"api/callbacks/calls/{Customer}", new { from = Customer }, Cancellation)).Dispose();
    }

    private static async Task PeopleAsync(RunningInbox inbox)
    {
        await RunningInbox.JsonAsync(
            await inbox.Http.PostAsJsonAsync($"api/conversations/{Conversation}/customer", new { name = Name }, Cancellation));
        await RunningInbox.EventuallyAsync(() => inbox.ListAsync("?search=Quill"), found => found["items"]!.AsArray().Count is 1);
        await inbox.ListAsync($"?search={Customer[2..]}");
        await RunningInbox.JsonAsync(
            await inbox.Http.PostAsJsonAsync($"api/conversations/{Conversation}/jobs", new { title = Text }, Cancellation));
        await RunningInbox.ProblemAsync(
            await inbox.Http.GetAsync(new Uri($"api/conversations/{Customer}-{Name}", UriKind.Relative), Cancellation), 404);
    }

    private static async Task FailuresAsync(RunningInbox inbox, string account)
    {
        await new TableClient(account, "Inbox").DeleteAsync(Cancellation);
        await RunningInbox.ProblemAsync(
            await inbox.PostEventsAsync(EventGridSamples.SmsReceived("late", Customer, RunningInbox.Dispatch, Text)), 500);
        await RunningInbox.ProblemAsync(await inbox.Http.GetAsync(new Uri("api/health", UriKind.Relative), Cancellation), 503);
    }
}
