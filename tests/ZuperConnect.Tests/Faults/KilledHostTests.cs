using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Conversations;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Tests.Local;

namespace ZuperConnect.Tests.Faults;

public sealed class KilledHostTests : KilledHost
{
    private const string KillsVariable = "ZUPERCONNECT_KILLS";
    private const string Busy = "14255550100-12065550699";

    /// <summary>A few in each test run. Set the variable for more.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out var kills) ? kills : 4;

    private static readonly string[] Writing = [
        .. Enumerable.Range(0, 6).Select(customer => $"1425555010{customer % 2}-1206555060{customer}")];
    private static readonly string[] Answered = [
        .. Enumerable.Range(0, 4).Select(customer => $"1425555010{customer % 2}-1206555061{customer}")];

    [Fact]
    public async Task Killed_under_load_and_started_again_it_has_every_acknowledged_message_once_and_sends_none_twice()
    {
        var load = new Load(Http);
        await Task.WhenAll(Answered.Select(conversation => load.TextAsync(conversation, "Hello")));
        foreach (var conversation in Writing)
        {
            load.Texting(conversation);
        }

        foreach (var conversation in Answered)
        {
            load.Texting(conversation);
            load.Replying(conversation);
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var (texts, replies) = (load.Acknowledged(Load.Text), load.Acknowledged(Load.Reply));
            await load.UntilAsync(() => load.Acknowledged(Load.Text) > texts + 40 && load.Acknowledged(Load.Reply) > replies + 15);
            await KillAndStartAgainAsync();
        }

        await load.EndAsync();
        Assert.All(load.Attempts, attempt => Assert.True(attempt.Acknowledged || attempt.Status is null, $"{attempt}"));
        var phones = await SettledPhonesAsync();
        Assert.Equal(0, await Program.SignalAsync(LocalProgram.Terminate));
        var stored = await StoredAsync();

        Assert.Equal(Writing.Length + Answered.Length, stored.Count);
        Assert.All(stored, conversation => EverythingIsThereOnce(load, conversation.Key, conversation.Value, phones[conversation.Key]));
        Assert.All(Writing, conversation => Assert.Equal(stored[conversation].Items.Count, stored[conversation].State.UnreadCount));
    }

    [Fact]
    public async Task Killed_while_a_message_waits_for_a_busy_provider_it_sends_it_once_after_the_start()
    {
        var load = new Load(Http);
        await load.TextAsync(Busy, "Hello");
        (await Http.PutAsJsonAsync("local/phone/customers/12065550699", new { texts = "busy" }, Cancellation)).EnsureSuccessStatusCode();
        await load.ReplyAsync(Busy, "reply");
        await Program.SaysAsync("was put off");

        await KillAndStartAgainAsync();

        await RunningInbox.EventuallyAsync(() => TimelineAsync(Busy), items => items.Any(item => (string?)item["delivery"] is "delivered"));
        Assert.Equal(load.Replies(Busy).Select(reply => reply.Id), await PhoneAsync(Busy));
    }

    [Fact]
    public async Task Killed_while_scheduled_messages_are_due_it_sends_each_once_after_the_start()
    {
        var load = new Load(Http);
        await Task.WhenAll(Answered.Select(conversation => load.TextAsync(conversation, "Hello")));
        var scheduled = new Dictionary<string, List<string>>();
        var due = DateTimeOffset.UtcNow.AddSeconds(8);
        foreach (var conversation in Answered)
        {
            scheduled[conversation] = [.. Enumerable.Range(0, 15).Select(_ => Guid.NewGuid().ToString())];
            foreach (var (turn, messageId) in scheduled[conversation].Index())
            {
                (await Http.PostAsJsonAsync(
                    $"api/conversations/{conversation}/messages",
                    new { text = $"later {turn}", messageId, sendAt = due.AddMilliseconds(100 * turn) }, Cancellation))
                    .EnsureSuccessStatusCode();
            }
        }

        foreach (var received in (int[])[1, 15, 30])
        {
            await RunningInbox.EventuallyAsync(ReceivedAsync, messages => messages >= received);
            await KillAndStartAgainAsync();
        }

        foreach (var conversation in Answered)
        {
            var timeline = await RunningInbox.EventuallyAsync(
                () => TimelineAsync(conversation), items => !items.Any(item => (string?)item["delivery"] is "scheduled" or "queued"));
            var phone = await PhoneAsync(conversation);
            var sent = timeline.Where(item => (string?)item["direction"] is "outbound").ToList();
            Assert.Equal(scheduled[conversation].Order(), sent.Select(item => (string)item["id"]!).Order());
            Assert.Equal(phone.Distinct(), phone);
            Assert.All(sent, item => Assert.True(
                (string?)item["delivery"] is "sending" or "unknown" || phone.Contains((string)item["id"]!), $"{item}"));
        }

        async Task<int> ReceivedAsync() => (await Task.WhenAll(Answered.Select(PhoneAsync))).Sum(phone => phone.Count);
    }

    private static void EverythingIsThereOnce(Load load, string id, ConversationRows stored, IReadOnlyList<string> received)
    {
        var messages = stored.Items.Cast<MessageItem>().ToLookup(message => message.Direction);
        Assert.Equal(Sorted(load.Texts(id).Select(text => text.Text)), Sorted(messages[Direction.Inbound].Select(message => message.Text)));
        Assert.Equal(
            Sorted(load.Replies(id).Select(reply => reply.Id)), Sorted(messages[Direction.Outbound].Select(message => message.Id)));

        Assert.Equal(received.Distinct(), received);
        Assert.All(messages[Direction.Outbound], message => Assert.True(
            message.Delivery is Delivery.Sending or Delivery.Unknown
            || (message.Delivery is Delivery.Sent or Delivery.Delivered && received.Contains(message.Id)),
            $"{message} {(received.Contains(message.Id) ? "arrived" : "did not arrive")}."));
        Assert.Subset(messages[Direction.Outbound].Select(message => message.Id).ToHashSet(), received.ToHashSet());
    }

    /// <summary>The messages that the customers' phones received, after all messages are sent.</summary>
    private async Task<Dictionary<string, IReadOnlyList<string>>> SettledPhonesAsync()
    {
        var phones = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var conversation in (string[])[.. Writing, .. Answered])
        {
            await RunningInbox.EventuallyAsync(
                () => TimelineAsync(conversation), items => !items.Any(item => (string?)item["delivery"] is "queued"));
            phones[conversation] = await PhoneAsync(conversation);
        }

        return phones;
    }

    private Task<IReadOnlyList<JsonNode>> TimelineAsync(string conversation) =>
        ItemsAsync($"api/conversations/{conversation}/timeline?limit=100");

    private async Task<IReadOnlyList<string>> PhoneAsync(string conversation) =>
        [.. (await ItemsAsync($"local/phone/sms?number={conversation.Split('-')[1]}")).Select(text => (string)text["messageId"]!)];

    /// <summary>The items of all pages.</summary>
    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string address)
    {
        var items = new List<JsonNode>();
        for (var next = ""; ;)
        {
            var page = await RunningInbox.JsonAsync(await Http.GetAsync(new Uri(address + next, UriKind.Relative), Cancellation));
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            if ((string?)page["nextCursor"] is not { } cursor)
            {
                return items;
            }

            next = $"&cursor={Uri.EscapeDataString(cursor)}";
        }
    }

    private async Task<IReadOnlyDictionary<string, ConversationRows>> StoredAsync()
    {
        await using var store = await SqliteStore.OpenAsync(Data.Path, TimeProvider.System, Cancellation);
        return await ConversationRows.ReadAsync(store.GetTable("Inbox"), Cancellation);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
}
