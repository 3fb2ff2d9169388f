using System.Net;
using System.Net.Http.Headers;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Calls;

/// <summary>Calls as a team experiences them, from ringing to playing the recording, over HTTP and with simulated phones only.</summary>
public sealed class CallsEndToEndTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Answered_call_is_completed_and_its_recording_plays_and_downloads()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        await _inbox.RecordingStartedAsync(callId);
        await _inbox.DeviceHangsUpAsync("ana");

        var call = await _inbox.RecordedAsync(callId);
        Assert.Equal(
            ("completed", "ana", false), ((string)call["status"]!, (string)call["answeredBy"]!["userId"]!, (bool)call["voicemail"]!));
        Assert.True((double)call["durationSeconds"]! > 0);

        var recording = $"api/recordings/{call["recordingId"]}";
        var audio = await _inbox.Http.GetByteArrayAsync(new Uri(recording, UriKind.Relative), Cancellation);
        Assert.Equal("RIFF"u8, audio.AsSpan(0, 4));
        Assert.InRange(audio.Length, WavWriter.HeaderLength + (WavWriter.SampleRate * sizeof(short)), int.MaxValue);
        Assert.Equal(audio[1000..2000], await PlayAsync(recording, 1000, 1999));

        using var file = await _inbox.Http.GetAsync(new Uri($"{recording}?download=true", UriKind.Relative), Cancellation);
        var name = file.Content.Headers.ContentDisposition!.FileName!.Trim('"');
        Assert.Matches(@"^14255550100-12065550199-\d{8}T\d{6}Z\.wav$", name);
        Assert.Equal(audio, await file.Content.ReadAsByteArrayAsync(Cancellation));

        // A media player has no token of the user, but an access token for the recording.
        var ticket = (string)(
            await RunningInbox.JsonAsync(
                await _inbox.Http.PostAsync(new Uri($"{recording}/tickets", UriKind.Relative), null, Cancellation)))["url"]!;
        using var player = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        Assert.Equal(audio, await player.GetByteArrayAsync(new Uri(ticket, UriKind.Relative), Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, (await player.GetAsync(new Uri(recording, UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Call_that_nobody_answers_is_missed_with_a_voicemail_until_somebody_calls_back()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");
        await _inbox.CustomerLeavesVoicemailAsync(callId);

        var call = await _inbox.RecordedAsync(callId);
        Assert.Equal(("missed", true), ((string)call["status"]!, (bool)call["voicemail"]!));
        Assert.Equal((1, true, "voicemailReceived"), await StateAsync());
        Assert.Single((await _inbox.ListAsync("?filter=unread"))["items"]!.AsArray());
        Assert.Single((await _inbox.ListAsync("?filter=unresponded"))["items"]!.AsArray());

        var placed = (string)(await RunningInbox.JsonAsync(await _inbox.CallCustomerAsync()))["callId"]!;
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(placed, "inProgress");
        await _inbox.RecordingStartedAsync(placed);
        Assert.Equal((0, false, "callPlaced"), await StateAsync());
        Assert.Empty((await _inbox.ListAsync("?filter=unread"))["items"]!.AsArray());
        Assert.Empty((await _inbox.ListAsync("?filter=unresponded"))["items"]!.AsArray());

        await _inbox.CustomerHangsUpAsync(placed);
        Assert.Equal("completed", (string)(await _inbox.RecordedAsync(placed))["status"]!);
    }

    [Fact]
    public async Task Closed_conversation_reopens_when_the_customer_calls()
    {
        await _inbox.CustomerWritesAsync("Hello");
        (await _inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(callId, "ringing");
        Assert.Equal("open", (string)(await _inbox.ConversationAsync())["status"]!);
        Assert.Contains(await _inbox.TimelineAsync(), item => item["type"]!.ToString() is "status" && item["status"]!.ToString() is "open");
    }

    private async Task<(int Unread, bool Unresponded, string LastAction)> StateAsync()
    {
        var conversation = await _inbox.ConversationAsync();
        return ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!, (string)conversation["lastAction"]!["type"]!);
    }

    private async Task<byte[]> PlayAsync(string recording, int from, int to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, recording) { Headers = { Range = new RangeHeaderValue(from, to) } };
        using var response = await _inbox.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Cancellation);
    }
}
