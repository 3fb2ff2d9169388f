using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace ZuperConnect.Tests.Faults;

/// <summary>
/// Customers and users who write at the same time. Each repeats a request until it is acknowledged, as Event Grid and the page do, so that
/// in the end every request is acknowledged.
/// </summary>
internal sealed class Load(HttpClient http)
{
    public const string Text = "text", Reply = "reply", Mark = "mark", List = "list", Read = "read", Health = "health";

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentQueue<Written> _written = new();
    private readonly List<Task> _running = [];
    private volatile bool _over;

    /// <summary>All requests, in the order of their ends.</summary>
    public IReadOnlyCollection<Attempt> Attempts => _attempts;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IEnumerable<Written> Texts(string conversation) =>
        _written.Where(written => written is { What: Text } && written.Conversation == conversation);

    public IEnumerable<Written> Replies(string conversation) =>
        _written.Where(written => written is { What: Reply } && written.Conversation == conversation);

    public int Acknowledged(string what) => _attempts.Count(attempt => attempt.Acknowledged && attempt.What == what);

    /// <summary>A customer texts repeatedly. Every fifth text is delivered twice, as Event Grid may do.</summary>
    public void Texting(string conversation) => Begin(turn => TextAsync(conversation, $"text {turn}", again: turn % 5 is 0));

    /// <summary>A user replies repeatedly.</summary>
    public void Replying(string conversation) => Begin(turn => ReplyAsync(conversation, $"reply {turn}"));

    public async Task ReplyAsync(string conversation, string text)
    {
        var written = new Written(Reply, conversation, Guid.NewGuid().ToString(), text);
        await InsistAsync(
            Reply, () =>
                http.PostAsJsonAsync(
                    $"api/conversations/{conversation}/messages", new { text = written.Text, messageId = written.Id }, Cancellation));
        _written.Enqueue(written);
    }

    /// <summary>A user marks a conversation as read and, at the end, as unread.</summary>
    public void Marking(string conversation) => Begin(async _ =>
    {
        await InsistAsync(Mark, () => http.PatchAsJsonAsync($"api/conversations/{conversation}", new { read = true }, Cancellation));
        await InsistAsync(Mark, () => http.PatchAsJsonAsync($"api/conversations/{conversation}", new { read = false }, Cancellation));
    });

    /// <summary>A user reads the list, another one reads a conversation, and a monitor reads the health.</summary>
    public void Reading(string conversation)
    {
        Begin(_ => InsistAsync(List, () => http.GetAsync(new Uri("api/conversations", UriKind.Relative), Cancellation)));
        Begin(_ => InsistAsync(Read, () => http.GetAsync(new Uri($"api/conversations/{conversation}", UriKind.Relative), Cancellation)));
        Begin(_ => InsistAsync(Health, () => http.GetAsync(new Uri("api/health", UriKind.Relative), Cancellation)));
    }

    public async Task TextAsync(string conversation, string text, bool again = false)
    {
        var written = new Written(Text, conversation, $"Incoming_{Guid.NewGuid():N}", text);
        var (number, customer) = (conversation.Split('-')[0], conversation.Split('-')[1]);
        var body = EventGridSamples.SmsReceived(written.Id, customer, number, text);
        await InsistAsync(Text, PostAsync);
        _written.Enqueue(written);
        if (again)
        {
            await InsistAsync(Text, PostAsync);
        }

        async Task<HttpResponseMessage> PostAsync()
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            return await http.PostAsync(
                new Uri("runtime/webhooks/EventGrid?functionName=SmsReceived", UriKind.Relative), content, Cancellation);
        }
    }

    /// <summary>Waits for a condition while the load goes on.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.WhenAll(_running.Where(task => task.IsFaulted));
            Assert.False(
                timeout.IsCancellationRequested, $"It did not come to it. The last attempts: {string.Join('\n', _attempts.TakeLast(10))}");
            await Task.Delay(20, Cancellation);
        }
    }

    /// <summary>Waits until all current requests are done.</summary>
    public Task EndAsync()
    {
        _over = true;
        return Task.WhenAll(_running);
    }

    private void Begin(Func<int, Task> doAsync) => _running.Add(Task.Run(async () =>
    {
        for (var turn = 1; !_over; turn++)
        {
            await doAsync(turn);
            await Task.Delay(BetweenAttempts, Cancellation);
        }
    }));

    private async Task InsistAsync(string what, Func<Task<HttpResponseMessage>> ask)
    {
        while (true)
        {
            var attempt = await Attempt.MakeAsync(what, ask, Cancellation);
            _attempts.Enqueue(attempt);
            if (attempt.Acknowledged)
            {
                return;
            }

            await Task.Delay(BetweenAttempts, Cancellation);
        }
    }

    /// <summary>An acknowledged write.</summary>
    public sealed record Written(string What, string Conversation, string Id, string Text);
}
