using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Conversations;
using ZuperConnect.Health;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

public sealed class StorageAwayTests(TestStorage storage) : IAsyncLifetime
{
    private const string Replied = "14255550100-12065550901";
    private const string Marked = "14255550101-12065550902";
    private static readonly TimeSpan WithoutHanging = TimeSpan.FromMinutes(1);
    private static readonly string[] Writing = [
        .. Enumerable.Range(0, 6).Select(customer => $"1425555010{customer % 2}-1206555080{customer}")];
    private static readonly string[] Everything = [Load.Text, Load.Reply, Load.Mark, Load.List, Load.Read, Load.Health];

    private readonly string _path = TestAzurite.NewFolderPath();
    private readonly int[] _ports = FreePorts.Take(3);
    private DataFolder _folder = null!;
    private AzuriteProcess _azurite = null!;
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folder = await DataFolder.OpenAsync(_path, fresh: true, Cancellation);
        _azurite = await StartStorageAsync();
        _inbox = await RunningInbox.StartOnAzureAsync(storage, _azurite.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task Storage_that_is_away_makes_requests_fail_with_503_and_loses_nothing_that_was_acknowledged()
    {
        var load = new Load(_inbox.Http);
        await Task.WhenAll(load.TextAsync(Replied, "Hello"), load.TextAsync(Marked, "Hello"));
        foreach (var conversation in Writing)
        {
            load.Texting(conversation);
        }

        load.Replying(Replied);
        load.Marking(Marked);
        load.Reading(Replied);
        await load.UntilAsync(() => Everything.All(what => load.Acknowledged(what) > 5));

        await _azurite.StopAsync(Cancellation);
        var gone = Stopwatch.GetTimestamp();
        await load.UntilAsync(
            () => Everything.All(
                what => load.Attempts.Count(attempt => attempt.What == what && attempt.Begun > gone && !attempt.Acknowledged) > 2));
        var back = Stopwatch.GetTimestamp();
        _azurite = await StartStorageAsync();

        var acknowledged = Everything.ToDictionary(what => what, load.Acknowledged);
        await load.UntilAsync(() => Everything.All(what => load.Acknowledged(what) > acknowledged[what] + 5));
        await load.EndAsync();

        var failed = load.Attempts.Where(attempt => !attempt.Acknowledged).ToList();
        var whileAway = load.Attempts.Where(attempt => attempt.Begun > gone && attempt.Ended < back && !StandsStill(attempt)).ToList();
        Assert.All(whileAway, attempt => Assert.False(attempt.Acknowledged));
        Assert.All(Everything, what => Assert.Contains(whileAway, attempt => attempt.What == what));
        Assert.All(failed, attempt => Assert.Equal((503, "application/problem+json"), (attempt.Status, attempt.MediaType)));
        Assert.All(failed, attempt => Assert.Equal("storageAway", (string)JsonNode.Parse(attempt.Body)!["code"]!));
        Assert.All(
            failed, attempt => Assert.InRange(attempt.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        Assert.All(failed, attempt => Assert.InRange(attempt.Took, TimeSpan.Zero, WithoutHanging));
        await EverythingIsThereAsync(load);

        // The health may be some seconds old.
        bool StandsStill(Attempt attempt) => attempt.What is Load.Health && attempt.Acknowledged
            && Stopwatch.GetElapsedTime(gone, attempt.Begun) <= InboxHealth.CacheDuration;
    }

    private async Task EverythingIsThereAsync(Load load)
    {
        // Messages accepted before storage became unavailable are sent when it is back.
        var stored = await RunningInbox.EventuallyAsync(
            () => ConversationRows.ReadAsync(_inbox.Services.GetRequiredService<StorageTables>().Inbox, Cancellation),
            rows => !rows[Replied].Items.OfType<MessageItem>().Any(message => message.Delivery is Delivery.Queued));

        Assert.Equal(Writing.Length + 2, stored.Count);
        Assert.All(Writing, conversation =>
        {
            Assert.Equal(Sorted(load.Texts(conversation).Select(text => text.Text)),
                Sorted(stored[conversation].Items.Cast<MessageItem>().Select(message => message.Text)));
            Assert.Equal(stored[conversation].Items.Count, stored[conversation].State.UnreadCount);
            Assert.True(stored[conversation].State.Unresponded);
        });

        var messages = stored[Replied].Items.OfType<MessageItem>().Where(message => message.Direction is Direction.Outbound).ToList();
        Assert.Equal(Sorted(load.Replies(Replied).Select(reply => reply.Id)), Sorted(messages.Select(message => message.Id)));
        Assert.Equal(0, stored[Replied].State.UnreadCount);
        Assert.Equal(1, stored[Marked].State.UnreadCount);
        Assert.Single(stored[Marked].Items);

        var phone = await _inbox.GetAsync("local/phone/sms?number=%2B12065550901");
        var received = phone["items"]!.AsArray().Select(text => (string)text!["messageId"]!).ToList();
        Assert.Equal(received.Distinct(), received);
        Assert.Subset(messages.Select(message => message.Id).ToHashSet(), received.ToHashSet());
        Assert.All(
            messages.Where(message => message.Delivery is not Delivery.Sending),
            message => Assert.Contains(message.Id, received));
    }

    private Task<AzuriteProcess> StartStorageAsync() =>
        AzuriteProcess.StartAtAsync(_folder.Path, _ports, NullLogger.Instance, Cancellation);

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
}
