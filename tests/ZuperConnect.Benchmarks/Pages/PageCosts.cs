using System.Diagnostics;
using ZuperConnect.Benchmarks.Requests;
using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Counts the storage requests for a page of 25, in a small and in a large table.</summary>
internal static class PageCosts
{
    private const int Numbers = 2;
    private const int DeepPage = 10;
    private const int Hits = 10;

    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        Report.Title(
            $"A page of 25 ({scale.Samples} times, in turns), with {scale.SmallTable:N0} and with {scale.LargeTable:N0} conversations "
            + $"over {Numbers} numbers");
        Report.Line("(every half a minute a page has one more query, which reads the business's numbers)");
        await using var small = await FilledAsync(azurite, scale.SmallTable);
        await using var large = await FilledAsync(azurite, scale.LargeTable);

        const string First = "api/conversations";
        const string Unread = "api/conversations?filter=unread";
        const string OneNumber = "api/conversations?number=14255550100";
        await CompareAsync("first, all numbers", small, First, large, First, Numbers, scale);
        await CompareAsync("first unread, all numbers", small, Unread, large, Unread, Numbers, scale);
        await CompareAsync("first, one number", small, OneNumber, large, OneNumber, 1, scale);
        const string Search = "api/conversations?search=6500004";
        await CompareAsync($"found by a run of digits, {Hits} hits", small, Search, large, Search, 1 + Hits, scale);
        await CompareAsync($"number {DeepPage}, all numbers", small, await DeepAsync(small), large, await DeepAsync(large), Numbers, scale);
    }

    private static async Task<MeasuredInbox> FilledAsync(OneAzurite azurite, int conversations)
    {
        var inbox = await MeasuredInbox.StartAsync(azurite.NewAccount());
        await ManyConversations.WriteAsync(inbox.Storage, conversations);
        return inbox;
    }

    private static async Task<string> DeepAsync(MeasuredInbox inbox)
    {
        var address = "api/conversations";
        for (var page = 1; page < DeepPage && (string?)(await inbox.Http.ReadAsync(address))["nextCursor"] is { } cursor; page++)
        {
            address = $"api/conversations?cursor={cursor}";
        }

        return address;
    }

    private static async Task CompareAsync(
        string what, MeasuredInbox small, string ofSmall, MeasuredInbox large, string ofLarge, int requests, Scale scale)
    {
        var (few, many) = (new Page(small, ofSmall), new Page(large, ofLarge));
        for (var time = 0; time < scale.Samples; time++)
        {
            await few.ReadAsync();
            await many.ReadAsync();
        }

        Report.Line(what);
        Report.Line($"  {scale.SmallTable,6:N0}: {few}");
        Report.Line($"  {scale.LargeTable,6:N0}: {many}");
        Report.Goal($"{requests} requests, the same requests and rows in both", few.Costs.Usual == many.Costs.Usual
            && many.Costs.Usual.Count == requests);
    }

    private sealed class Page(MeasuredInbox inbox, string address)
    {
        private readonly List<double> _milliseconds = [];

        public StorageCosts Costs { get; } = new();

        public async Task ReadAsync()
        {
            inbox.Log.Take();
            var began = Stopwatch.GetTimestamp();
            await inbox.Http.ReadAsync(address);
            _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Costs.Add(inbox.Log.Take().Where(request => request.Path is not null));
        }

        public override string ToString() => $"{Costs}; {Spread.Of(_milliseconds).ToString("0.0")} ms";
    }
}
