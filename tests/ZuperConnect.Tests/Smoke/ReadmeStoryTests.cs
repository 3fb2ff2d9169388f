using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Tests.Attachments;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Twilio;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Smoke;

/// <summary>
/// The README's story on the local host as a program of its own, with Twilio as the provider and the fake in place of Twilio. The same data
/// then goes on with simulated phones, and with Twilio again.
/// </summary>
public sealed class ReadmeStoryTests : IAsyncLifetime
{
    private readonly LocalData _data = new();
    private readonly int _port = FreePorts.Take(1)[0];
    private FakeTwilio _twilio = null!;
    private LocalProgram? _program;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _twilio = await FakeTwilio.StartAsync();
        _twilio.Webhooks.Lead(FakeTwilio.PublicAddress, new($"http://127.0.0.1:{_port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await (_program?.DisposeAsync() ?? default);
        await _data.DisposeAsync();
        await _twilio.DisposeAsync();
    }

    [Fact]
    public async Task The_story_runs_with_Twilio_goes_on_with_simulated_phones_and_then_with_Twilio_again()
    {
        await StartWithTwilioAsync();
        await NumbersSetThemselvesUpAsync();
        await TextsPassBothWaysAsync();

        await PicturesPassBothWaysAsync();
        var missed = await AMissedCallLeavesAVoicemailAsync();
        var answered = await AnAnsweredCallIsRecordedAsync();
        await StopHoldsUntilStartAsync();

        await StartWithSimulatedPhonesAsync();
        Assert.Equal(9, (await TimelineAsync()).Count);
        await ShowsAsync("This is it.", TestPictures.Png);
        await SendAsync(
            HttpMethod.Post, "local/phone/sms",
            new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Still there?" });
        await ReplyAsync("We are.");
        await PlaysAsync(missed);
        await PlaysAsync(answered);

        await StartWithTwilioAsync();
        await _twilio.TextAsync("Good.");
        await ReplyAsync("Until tomorrow.");
        await _twilio.SentAsync("Until tomorrow.");
        Assert.Equal(
            ["Is my boiler ready?", "Tomorrow at ten.", "It drips here.", "This is it.", "missed", "completed", "STOP", "START",
                "You are back.", "Still there?", "We are.", "Good.", "Until tomorrow."],
            (await TimelineAsync()).Reverse().Select(item => (string?)item["text"] ?? (string)item["status"]!));
    }

    private async Task NumbersSetThemselvesUpAsync()
    {
        await SendAsync(HttpMethod.Post, "api/numbers/discover", new { });
        await SendAsync(
            HttpMethod.Put, $"api/numbers/{Uri.EscapeDataString(RunningInbox.Dispatch)}",
            new { name = "Dispatch", ringTimeSeconds = 120, records = true, takesVoicemail = true });
    }

    private async Task TextsPassBothWaysAsync()
    {
        await _twilio.TextAsync("Is my boiler ready?");
        Assert.Equal((1, true), await FlagsAsync());

        await ReplyAsync("Tomorrow at ten.");

        await _twilio.SentAsync("Tomorrow at ten.");
        Assert.Equal((0, false), await FlagsAsync());
    }

    private async Task PicturesPassBothWaysAsync()
    {
        await _twilio.TextAsync("It drips here.", pictures: TestPictures.Jpeg);
        await ShowsAsync("It drips here.", TestPictures.Jpeg);
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Media.Paths.Count), left => left is 0);

        using var picture = TestPictures.Png.ToHttp();
        using var uploaded = await _http.PostAsync(new Uri("api/attachments", UriKind.Relative), picture, Cancellation);
        await ReplyAsync("This is it.", (string)(await RunningInbox.JsonAsync(uploaded))["id"]!);
        var sent = await _twilio.SentAsync("This is it.");
        Assert.Equal(TestPictures.Png.Content, Assert.Single(await sent.Pictures).Content);
    }

    /// <summary>The only picture of a message is in the timeline.</summary>
    private async Task ShowsAsync(string text, FakePicture picture)
    {
        var message = (await RunningInbox.EventuallyAsync(
            async () => (await TimelineAsync()).Single(item => (string?)item["text"] == text),
            item => item["attachments"]!.AsArray() is [{ } only] && (string)only["state"]! == "available"));
        var id = (string)message["attachments"]![0]!["id"]!;
        Assert.Equal(picture.Content, await _http.GetByteArrayAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}/attachments/{id}", UriKind.Relative), Cancellation));
    }

    private async Task<JsonNode> AMissedCallLeavesAVoicemailAsync()
    {
        var customer = _twilio.Call();
        await (await RingsAtAsync("ana")).DeclineAsync();
        await (await RingsAtAsync("ben")).DeclineAsync();
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Calls.Recordings.Count()), recordings => recordings is 1);

        await customer.HangUpAsync();

        var call = await RecordedAsync(customer);
        Assert.Equal(("missed", true), ((string)call["status"]!, (bool)call["voicemail"]!));
        Assert.Equal((1, true), await FlagsAsync());
        return call;
    }

    private async Task<JsonNode> AnAnsweredCallIsRecordedAsync()
    {
        var customer = _twilio.Call();
        var ana = await RingsAtAsync("ana");
        ana.PickUp();
        await RunningInbox.EventuallyAsync(() => Task.FromResult(ana.IsAsked), asked => asked);
        ana.Press("1");
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Calls.Recordings.Count()), recordings => recordings is 1);
        Assert.Equal(["This call is recorded."], _twilio.Calls.Announced);

        await ana.HangUpAsync();

        var call = await RecordedAsync(customer);
        Assert.Equal(
            ("completed", false, "ana"), ((string)call["status"]!, (bool)call["voicemail"]!, (string)call["answeredBy"]!["userId"]!));
        Assert.Equal((0, false), await FlagsAsync());
        return call;
    }

    private async Task StopHoldsUntilStartAsync()
    {
        await _twilio.TextAsync("STOP");
        using var refused = await _http.PostAsJsonAsync(
            $"api/conversations/{RunningInbox.ConversationId}/messages", new { text = "Hello?", messageId = Guid.NewGuid() }, Cancellation);
        Assert.Equal("optedOut", (string)(await RunningInbox.ProblemAsync(refused, 422))["code"]!);

        await _twilio.TextAsync("START");
        await ReplyAsync("You are back.");
        await _twilio.SentAsync("You are back.");
    }

    private Task StartWithTwilioAsync() => StartAsync(
        [.. _twilio.Settings().Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!))]);

    private Task StartWithSimulatedPhonesAsync() => StartAsync([]);

    /// <summary>Starts the host with the data of the one before, which is stopped as a user stops it.</summary>
    private async Task StartAsync(IReadOnlyList<(string Name, string Value)> variables)
    {
        if (_program is { } before)
        {
            Assert.Equal(0, await before.SignalAsync(LocalProgram.Interrupt));
            await before.DisposeAsync();
        }

        _program = await LocalProgram.StartAsync(_data, _port, variables);
        _http?.Dispose();
        _http = await LocalProgram.SignInAsync(_port);
    }

    /// <summary>A reply that arrives.</summary>
    private async Task ReplyAsync(string text, params string[] attachmentIds)
    {
        var messageId = Guid.NewGuid().ToString();
        await SendAsync(
            HttpMethod.Post, $"api/conversations/{RunningInbox.ConversationId}/messages", new { text, messageId, attachmentIds });
        await RunningInbox.EventuallyAsync(
            TimelineAsync, items => items.Any(item => (string)item["id"]! == messageId && (string)item["delivery"]! == "delivered"));
    }

    private Task<FakeLeg> RingsAtAsync(string userId) => _twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf(userId));

    /// <summary>The call of a customer's leg, when its recording plays and is deleted at Twilio.</summary>
    private async Task<JsonNode> RecordedAsync(FakeLeg customer)
    {
        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        var items = await RunningInbox.EventuallyAsync(
            TimelineAsync, items => items.Any(item => (string)item["id"]! == callId && (string?)item["recordingId"] is not null));
        var call = items.Single(item => (string)item["id"]! == callId);
        await PlaysAsync(call);
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Calls.Recordings.Count()), recordings => recordings is 0);
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Calls.Legs.All(leg => leg.IsOver)), over => over);
        return call;
    }

    private async Task PlaysAsync(JsonNode call)
    {
        using var audio = await _http.GetAsync(new Uri($"api/recordings/{(string)call["recordingId"]!}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, audio.StatusCode);
        Assert.NotEmpty(await audio.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private async Task<(int Unread, bool Unresponded)> FlagsAsync()
    {
        var conversation = await GetAsync($"api/conversations/{RunningInbox.ConversationId}");
        return ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!);
    }

    private async Task<IReadOnlyList<JsonNode>> TimelineAsync() =>
        [.. (await GetAsync($"api/conversations/{RunningInbox.ConversationId}/timeline?limit=100"))["items"]!.AsArray()
            .Select(item => item!)];

    private async Task<JsonNode> GetAsync(string address) =>
        await RunningInbox.JsonAsync(await _http.GetAsync(new Uri(address, UriKind.Relative), Cancellation));

    private async Task SendAsync(HttpMethod method, string address, object body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
    }
}
