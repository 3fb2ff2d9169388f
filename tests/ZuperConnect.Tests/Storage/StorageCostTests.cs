using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.Phone;
using ZuperConnect.Messages;
using ZuperConnect.Outbox;

namespace ZuperConnect.Tests.Storage;

public sealed class StorageCostTests(TestStorage storage, TestAzurite azurite) : IAsyncLifetime
{
    private readonly AzureRequests _requests = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartOnAzureAsync(storage, azurite.NewConnectionString(), _requests.Watch);

        // Background work would cause additional requests.
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Message_to_a_known_conversation_costs_one_transaction_and_at_most_one_read()
    {
        await _inbox.CustomerWritesAsync("one");
        var requests = await _requests.DuringAsync(() => _inbox.CustomerWritesAsync("two"));
        Assert.InRange(requests.Count, 1, 2);
        Assert.Single(requests, request => request.StartsWith("POST $batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_that_begins_a_conversation_is_stored_in_one_transaction()
    {
        await _inbox.CustomerWritesAsync("one");
        var requests = await _requests.DuringAsync(() => _inbox.CustomerWritesAsync("two", "+12065550111"));
        Assert.Equal(["POST $batch"], requests.Where(request => !request.StartsWith("GET", StringComparison.Ordinal)));
        Assert.InRange(requests.Count, 1, 5);
    }

    [Fact]
    public async Task Page_costs_one_query_for_each_number_whatever_the_number_of_conversations()
    {
        for (var customer = 0; customer < 30; customer++)
        {
            await _inbox.CustomerWritesAsync(
                "Hello", $"+120655501{customer:00}", customer % 2 == 0 ? RunningInbox.Dispatch : RunningInbox.Service);
            if (customer is 0 or 5 or 29)
            {
                Assert.Equal(2, (await _requests.DuringAsync(() => _inbox.ListAsync())).Count);
                Assert.Single(await _requests.DuringAsync(() => _inbox.ListAsync("?number=14255550100&limit=2")));
            }
        }
    }

    [Fact]
    public async Task Counts_cost_one_query_for_each_number_and_six_from_a_hundred_open_conversations_on()
    {
        await _inbox.CustomerWritesAsync("Hello", to: RunningInbox.Service);
        await _inbox.CustomerWritesAsync("Hello");
        Assert.Equal(2, (await _requests.DuringAsync(() => _inbox.GetAsync("api/counts"))).Count);

        for (var customer = 0; customer < 99; customer++)
        {
            await _inbox.CustomerWritesAsync("Hello", $"+120655501{customer:00}");
        }

        Assert.Equal(7, (await _requests.DuringAsync(() => _inbox.GetAsync("api/counts"))).Count);
    }

    [Fact]
    public async Task Reply_costs_a_read_and_two_writes_until_it_is_answered_five_requests_to_send_it_and_two_for_its_report()
    {
        await _inbox.CustomerWritesAsync("one");
        (await _inbox.ReplyAsync("The first one makes the host know who is who.")).EnsureSuccessStatusCode();
        _inbox.SetTextOutcome(SimulatedTextOutcome.Silent);
        var (messageId, host) = (Guid.NewGuid().ToString(), _inbox.Services.GetRequiredService<HostServices>());

        var answered = await _requests.DuringAsync(async () => (await _inbox.ReplyAsync("Yes.", messageId)).EnsureSuccessStatusCode());
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var item = (await _inbox.Services.GetRequiredService<WorkItemStore>().FindAsync(new(id, messageId), Cancellation))!;
        var sent = await _requests.DuringAsync(async () =>
        {
            var step = await _inbox.Services.GetRequiredService<BackgroundWorkRunner>().StepAsync(item, host, Cancellation);
            foreach (var command in step.Commands)
            {
                await host.Conversations.HandleAsync(command.Conversation, command.Command, Cancellation);
            }
        });
        var reported = await _requests.DuringAsync(() => _inbox.ReportAsync(MessageTag.Of(messageId, item.At), "Delivered"));

        // The entry of the audit log is the third request, because it is a table of its own. One of the five is that of the simulated
        // phone.
        Assert.Equal(["GET", "POST", "POST"], answered.Select(request => request.Split(' ')[0]).Order());
        Assert.Equal((5, 2), (sent.Count, reported.Count));
        await _inbox.DeliveryAsync(messageId, Delivery.Delivered);
    }

    [Fact]
    public async Task Repeated_message_writes_nothing()
    {
        await _inbox.CustomerWritesAsync("one", id: "Incoming_1");
        await _inbox.CustomerWritesAsync("two");
        var before = await _inbox.RowsAsync();
        await _inbox.CustomerWritesAsync("one", id: "Incoming_1");
        Assert.Equal(before.Select(row => row.ETag), (await _inbox.RowsAsync()).Select(row => row.ETag));
    }
}
