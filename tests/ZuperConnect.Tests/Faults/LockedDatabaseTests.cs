using System.Net;
using Microsoft.Data.Sqlite;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>A database that another program has locked counts as unavailable storage.</summary>
public sealed class LockedDatabaseTests(TestStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_is_locked_requests_fail_with_503_and_afterwards_everything_is_there_once()
    {
        var folder = storage.NewFolder();
        await using var inbox = await RunningInbox.StartInAsync(folder);
        await inbox.CustomerWritesAsync("one", id: "Incoming_1");
        await inbox.IndexedAsync();

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder, "inbox.db")};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var locking = other.CreateCommand();
            locking.CommandText = "BEGIN IMMEDIATE";
            await locking.ExecuteNonQueryAsync(Cancellation);

            using var refused = await inbox.PostEventsAsync(Text("Incoming_2", "two"));
            Assert.Equal("storageAway", (string)(await RunningInbox.ProblemAsync(refused, 503))["code"]!);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("storageAway", (string)(await RunningInbox.ProblemAsync(await inbox.ReplyAsync("Yes."), 503))["code"]!);

            // Reading is still possible.
            Assert.Equal(1, (int)(await inbox.ConversationAsync())["unreadCount"]!);
        }

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var response = await inbox.PostEventsAsync(Text("Incoming_2", "two"));
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        Assert.Equal(["two", "one"], (await inbox.TimelineAsync()).Select(item => (string)item["text"]!));
    }

    private static string Text(string id, string text) =>
        EventGridSamples.SmsReceived(id, RunningInbox.Customer, RunningInbox.Dispatch, text);
}
