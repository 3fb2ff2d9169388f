using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>Storage refuses what exceeds its limits, and nothing else is lost.</summary>
public sealed class RefusedByStorageTests(TestStorage storage)
{
    [Fact]
    public async Task Event_that_storage_refuses_is_kept_as_it_came_and_the_others_of_its_batch_are_taken()
    {
        var first = new FirstRequest(request => request.Changes.Count > 1);
        await using var inbox = await RunningInbox.StartAsync(storage, first.Watch);
        var refused = EventGridSamples.SmsReceivedEvent("Incoming_1", "12065550101", "14255550100", "one");
        var taken = EventGridSamples.SmsReceivedEvent("Incoming_2", "12065550102", "14255550100", "two");

        first.Before = () => throw new StorageLimitException("It is too large.");
        var response = await inbox.PostEventsAsync(EventGridSamples.Array(refused, taken));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("14255550100-12065550102", (string)Assert.Single((await inbox.ListAsync())["items"]!.AsArray())!["id"]!);
        var kept = await inbox.Services.GetRequiredService<StorageTables>().Unprocessed.ListAsync(
            null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(refused, await inbox.Services.GetRequiredService<StorageTables>().Unprocessed.ReadTextAsync(Assert.Single(kept).Name));
    }
}
