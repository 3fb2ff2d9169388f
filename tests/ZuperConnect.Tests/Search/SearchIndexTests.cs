using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.Conversations;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

public sealed class SearchIndexTests(TestStorage storage)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly string _account = storage.NewConnectionString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Worker_that_is_slower_than_a_rename_and_its_worker_does_not_bring_the_old_name_back(string method)
    {
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var fast = Open(new());
        await fast.Storage.CreateAsync(Cancellation);
        await fast.Ledger.TakeAsync(id, new ReceiveMessage("text-1", Start, "Hello"), null, keepRefusal: false, kept: false, Cancellation);
        await NameAsync("Carla", 1);

        var between = new Before(method, async () =>
        {
            await NameAsync("Dora", 2);
            await StepAsync(fast);
        });
        var slow = Open(between);
        await StepAsync(slow);
        await StepAsync(fast);

        Assert.True(between.Happened);
        Assert.Empty(await FindAsync("carla"));
        Assert.Equal([id], await FindAsync("dora"));
        Assert.Null(await fast.Rows.FindAsync(SearchIndex.Work(id), Cancellation));

        Task<Entry> NameAsync(string name, int minutes) => fast.Ledger.TakeAsync(
            id, new NameCustomer($"named-{minutes}", Start.AddMinutes(minutes), new("1", name)), null, keepRefusal: false, kept: false, Cancellation);

        async Task StepAsync(Parts parts)
        {
            if (await parts.Rows.FindAsync(SearchIndex.Work(id), Cancellation) is { } row)
            {
                await parts.Index.StepAsync(row, id, Cancellation);
            }
        }

        async Task<IEnumerable<ConversationId>> FindAsync(string word) => (await fast.Index.FindAsync([word], 10, null, null, _ => true, Cancellation)).Items.Select(found => found.Id);
    }

    private Parts Open(Before before)
    {
        var options = new TableClientOptions();
        options.AddPolicy(before, HttpPipelinePosition.PerCall);
        var opened = new InboxStorage(new TableServiceClient(_account, options), new BlobServiceClient(_account));
        var rows = new WorkRows(opened);
        var ledger = TestLedger.On(opened);
        return new(opened, rows, ledger, new SearchIndex(opened, rows, ledger, TimeProvider.System));
    }

    private sealed record Parts(InboxStorage Storage, WorkRows Rows, ConversationLedger Ledger, SearchIndex Index);

    /// <summary>Does something once, before the first request of a method to the index.</summary>
    private sealed class Before(string? method = null, Func<Task>? then = null) : HttpPipelinePolicy
    {
        public bool Happened { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (!Happened && message.Request.Method.Method == method && IsOfIndex(message.Request))
            {
                Happened = true;
                await then!();
            }

            await ProcessNextAsync(message, pipeline);
        }

        /// <summary>A transaction names its table in its body alone; of the slow worker's requests only those to the index are transactions.</summary>
        private static bool IsOfIndex(Request request)
        {
            var address = request.Uri.ToString();
            return address.Contains("/Search(", StringComparison.Ordinal) || address.EndsWith("/$batch", StringComparison.Ordinal);
        }
    }
}
