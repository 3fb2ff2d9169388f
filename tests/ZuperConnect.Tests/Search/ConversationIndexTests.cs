using Azure.Core;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

public sealed class ConversationIndexTests(TestStorage storage)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly IStorage _account = storage.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Worker_that_is_slower_than_a_rename_and_its_worker_does_not_bring_the_old_name_back(bool beforeItWrites)
    {
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var fast = Open(_account);
        await fast.Ledger.HandleAsync(
            id, new ReceiveMessage("text-1", Start, "Hello"), null, keepRefusal: false, kept: false, Cancellation);
        await NameAsync("Carla", 1);

        var happened = false;
        var slow = Open(new WatchedStorage(_account, async (request, next) =>
        {
            if (!happened && request.Name is "Search" && request.Writes == beforeItWrites)
            {
                happened = true;
                await NameAsync("Dora", 2);
                await StepAsync(fast);
            }

            await next();
        }));
        await StepAsync(slow);
        await StepAsync(fast);

        Assert.True(happened);
        Assert.Empty(await FindAsync("carla"));
        Assert.Equal([id], await FindAsync("dora"));
        Assert.Null(await fast.Rows.FindAsync(WorkId.OfIndexing(id), Cancellation));

        Task<CommitResult> NameAsync(string name, int minutes) => fast.Ledger.HandleAsync(
            id, new NameCustomer($"named-{minutes}", Start.AddMinutes(minutes), new("1", name)),
            null, keepRefusal: false, kept: false, Cancellation);

        async Task StepAsync(Parts parts)
        {
            if (await parts.Rows.FindAsync(WorkId.OfIndexing(id), Cancellation) is { } item)
            {
                await parts.Index.StepAsync(item, host: null!, Cancellation);
            }
        }

        async Task<IEnumerable<ConversationId>> FindAsync(string word) =>
            (await fast.Index.FindAsync([word], 10, null, null, _ => true, Cancellation)).Items.Select(found => found.Id);
    }

    private static Parts Open(IStorage storage)
    {
        var opened = new StorageTables(storage);
        var workItems = new WorkItemStore(opened);
        var ledger = TestLedger.On(opened);
        return new(workItems, ledger, new ConversationIndex(opened, workItems, ledger, TimeProvider.System));
    }

    private sealed record Parts(WorkItemStore Rows, ConversationLedger Ledger, ConversationIndex Index);
}
