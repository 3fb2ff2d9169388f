using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Messages;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>A host that is asked to stop finishes its current work.</summary>
public sealed class StoppedHostTests(TestStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_that_is_half_read_when_the_host_is_asked_to_stop_is_taken_and_answered_and_no_other_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals there.");
        await using var data = new LocalData();
        var port = FreePorts.Take(1)[0];
        await using (var program = await LocalProgram.StartAsync(data, port))
        {

            // The body is sent when the host asks for it.
            using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
            http.DefaultRequestHeaders.ExpectContinue = true;
            using var body = new PausedBody(EventGridSamples.SmsReceived("sms1", RunningInbox.Customer, RunningInbox.Dispatch, "Hello"));
            var answer = http.PostAsync(
                new Uri($"http://127.0.0.1:{port}/runtime/webhooks/EventGrid?functionName=SmsReceived"), body, Cancellation);
            await body.HalfWritten.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

            var stopped = program.SignalAsync(LocalProgram.Terminate);
            await RunningInbox.EventuallyAsync(() => RefusesAsync(port), refuses => refuses);
            Assert.False(stopped.IsCompleted);
            body.GoOn();

            Assert.True((await answer).IsSuccessStatusCode);
            Assert.Equal(0, await stopped);
        }

        await using var again = await LocalProgram.StartAsync(data, port);
        using var ana = await LocalProgram.SignInAsync(port);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync($"api/conversations/{RunningInbox.ConversationId}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Message_that_is_being_sent_when_the_host_stops_is_known_as_sent_at_its_next_start()
    {
        var (connectionString, messageId, provider) = (storage.New(), Guid.NewGuid().ToString(), new SlowProvider());
        var inbox = await RunningInbox.StartOnAsync(
            storage, connectionString, builder => builder.Services.AddSingleton<ISmsSender>(provider));
        await inbox.CustomerWritesAsync("Hello");
        await inbox.ReplyAsync("On my way", messageId);
        await provider.Asked.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        var stopped = inbox.DisposeAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => stopped.AsTask().WaitAsync(TimeSpan.FromMilliseconds(300), Cancellation));
        provider.Answer();
        await stopped;

        await using var again = await RunningInbox.StartOnAsync(storage, connectionString);
        var item = (await again.TimelineAsync()).Single(item => (string)item["id"]! == messageId);
        Assert.Equal(InboxJson.Name(Delivery.Sent), (string)item["delivery"]!);
    }

    private static async Task<bool> RefusesAsync(int port)
    {
        // A separate client: an open connection is served until it is idle.
        using var http = new HttpClient();
        try
        {
            (await http.GetAsync($"http://127.0.0.1:{port}/api/openapi.json", Cancellation)).Dispose();
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    /// <summary>A body that pauses in the middle.</summary>
    private sealed class PausedBody : HttpContent
    {
        private readonly byte[] _body;
        private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PausedBody(string body)
        {
            _body = Encoding.UTF8.GetBytes(body);
            Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        }

        public Task HalfWritten => _half.Task;

        public void GoOn() => _goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2));
            await stream.FlushAsync();
            _half.SetResult();
            await _goesOn.Task;
            await stream.WriteAsync(_body.AsMemory(_body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return true;
        }
    }

    /// <summary>A provider that responds when the test wants.</summary>
    private sealed class SlowProvider : ISmsSender
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<SendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void Answer() => _answer.SetResult(new SendResult.Accepted());

        public Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
        {
            _asked.TrySetResult();
            return _answer.Task;
        }
    }
}
