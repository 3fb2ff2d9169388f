using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Local.Messages;

namespace ZuperConnect.Tests.Storage;

public sealed class StorageCostTests(TestStorage storage) : IAsyncLifetime
{
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, _requests.Watch);

        // What is done in the background costs something of its own.
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
            await _inbox.CustomerWritesAsync("Hello", $"+120655501{customer:00}", customer % 2 == 0 ? RunningInbox.Dispatch : RunningInbox.Service);
            if (customer is 0 or 5 or 29)
            {
                Assert.Equal(2, (await _requests.DuringAsync(() => _inbox.ListAsync())).Count);
                Assert.Single(await _requests.DuringAsync(() => _inbox.ListAsync("?number=14255550100&limit=2")));
            }
        }
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
