using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.DeadLetters;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class FaultTests(TestStorage storage)
{
    private const int Kills = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_not_acknowledged_while_storage_is_away_and_counts_once_when_it_is_back()
    {
        var failures = 0;
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await RunningInbox.StartWithAsync(storage.NewFolder(), twilio.Settings(), builder =>
            builder.Services.AddSingleton<IStorage>(new WatchedStorage(storage.New(), async (request, next) =>
            {
                // The first failure stores nothing. The second one stores the change, and the response is lost.
                var fails = request is { Name: "Inbox", Writes: true } && Volatile.Read(ref failures) is > 0 and var left ? left : 0;
                if (fails is not 2)
                {
                    await next();
                }

                if (fails > 0)
                {
                    Interlocked.Decrement(ref failures);
                    throw new StorageUnavailableException("It is away.");
                }
            })));
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, inbox.Http.BaseAddress!);
        failures = 2;

        await twilio.TextAsync("Is my boiler ready?");

        Assert.Equal([503, 503, 200], twilio.Webhooks.Tries.Select(attempt => attempt.Status));
        Assert.Single(await inbox.TimelineAsync());
        Assert.Equal(1, (int)(await inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task A_webhook_that_an_earlier_version_could_not_read_is_taken_in_by_a_later_one()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);
        await inbox.Services.GetRequiredService<DeadLetterStore>().AddAsync(
            DeadLetterStore.Unreadable,
            BinaryData.FromString($$"""
                {
                  "twilio": "api/callbacks/twilio/messages",
                  "fields": {
                    "MessageSid": "{{FakeTwilio.NewSid("SM")}}", "From": "{{RunningInbox.Customer}}", "To": "{{RunningInbox.Dispatch}}",
                    "Body": "Is my boiler ready?"
                  }
                }
                """),
            about: null, Cancellation);
        var kept = Assert.Single((await inbox.GetAsync("api/unprocessed"))["items"]!.AsArray())!;

        Assert.True((await inbox.SendAsync(HttpMethod.Post, $"api/unprocessed/{(string)kept["id"]!}/retry", new { })).IsSuccessStatusCode);

        Assert.Equal("Is my boiler ready?", (string)Assert.Single(await inbox.TimelineAsync())["text"]!);
        Assert.Empty((await inbox.GetAsync("api/unprocessed"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Killed_under_load_and_started_again_it_has_every_text_once_and_sends_none_twice()
    {
        await using var data = new LocalData();
        await using var twilio = await FakeTwilio.StartAsync();
        var port = FreePorts.Take(1)[0];
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, new($"http://127.0.0.1:{port}/"));
        var program = await StartAsync();
        using var http = await LocalProgram.SignInAsync(port);
        await twilio.TextAsync("Hello");
        var (replies, sent) = (new ConcurrentQueue<string>(), 0);

        // While the host is down each text fails at once: without a limit, a slow start would leave thousands to be found.
        using var toSend = new SemaphoreSlim(0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async customer =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await toSend.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await twilio.TextAsync($"Text {customer}.{number}", from: $"+1206555012{customer}");
                Interlocked.Increment(ref sent);
            }
        }));
        var answering = Task.Run(
            async () =>
            {
                for (var number = 0; !stop.IsCancellationRequested; number++)
                {
                    await TryReplyAsync(http, replies, $"Reply {number}");
                }
            },
            Cancellation);

        for (var kill = 0; kill < Kills; kill++)
        {
            toSend.Release(100);
            var before = (Texts: Volatile.Read(ref sent), Replies: replies.Count);
            await RunningInbox.EventuallyAsync(
                () => Task.FromResult((Texts: Volatile.Read(ref sent), Replies: replies.Count)),
                now => now.Texts > before.Texts + 20 && now.Replies > before.Replies + 5);
            await program.KillAsync();
            await program.DisposeAsync();
            program = await StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing, answering);

        // Texts whose webhook failed are found in the list when the host starts.
        await program.KillAsync();
        await program.DisposeAsync();
        await using var last = await StartAsync();
        foreach (var customer in Enumerable.Range(0, 4))
        {
            var texts = twilio.Messages.Where(message => message.From == $"+1206555012{customer}").Select(message => message.Body).Order();
            await RunningInbox.EventuallyAsync(
                () => TextsAsync(http, $"14255550100-1206555012{customer}"), found => texts.SequenceEqual(found.Order()));
        }

        var left = twilio.Messages.Where(message => !message.IsInbound).Select(message => message.Body).ToList();
        Assert.Equal(left.Distinct(), left);
        Assert.Equal(replies.Order(), (await TextsAsync(http, RunningInbox.ConversationId)).Intersect(replies).Order());

        Task<LocalProgram> StartAsync() => LocalProgram.StartAsync(
            data, port,
            [.. twilio.Settings().Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!))]);
    }

    private static async Task TryReplyAsync(HttpClient http, ConcurrentQueue<string> acknowledged, string text)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                $"api/conversations/{RunningInbox.ConversationId}/messages", new { text, messageId = Guid.NewGuid() }, Cancellation);
            if (answer.IsSuccessStatusCode)
            {
                acknowledged.Enqueue(text);
            }
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException
            && !Cancellation.IsCancellationRequested)
        {
            // The host was killed, or has not restarted yet: nothing was acknowledged.
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(HttpClient http, string conversation)
    {
        var (texts, cursor) = (new List<string>(), "");
        do
        {
            var page = await RunningInbox.JsonAsync(await http.GetAsync(
                new Uri($"api/conversations/{conversation}/timeline?limit=100{cursor}", UriKind.Relative), Cancellation));
            texts.AddRange(page["items"]!.AsArray().Select(item => (string)item!["text"]!));
            cursor = (string?)page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        return texts;
    }
}
