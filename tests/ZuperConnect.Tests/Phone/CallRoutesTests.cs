using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Phone;

/// <summary>Requests to the simulated phones that are refused.</summary>
public sealed class CallRoutesTests(TestStorage storage) : InboxTest(storage)
{
    /// <summary>The position of the bytes per second in a WAV header.</summary>
    private const int BytesPerSecondAt = 28;

    [Theory]
    [InlineData("local/phone/calls/nonsense/hang-up", "{}", 404)]
    [InlineData("local/phone/calls/nonsense/voicemail", """{"seconds":5}""", 404)]
    [InlineData("local/phone/calls/nonsense/voicemail", """{"seconds":0}""", 400)]
    [InlineData("local/phone/calls/nonsense/voicemail", """{"seconds":1e9}""", 400)]
    [InlineData("local/phone/calls/nonsense/voicemail", "{}", 400)]
    [InlineData("local/phone/calls", """{"from":"","to":"+14255550100"}""", 400)]
    [InlineData("local/phone/calls", """{"from":"+12065550199"}""", 400)]
    [InlineData("local/phone/devices/eve/answer", "{}", 404)]
    [InlineData("local/phone/devices/ana/answer", "{}", 409)]
    [InlineData("local/phone/devices/ana/decline", "{}", 409)]
    [InlineData("local/phone/devices/ana/hang-up", "{}", 409)]
    public async Task An_action_of_a_phone_that_is_not_possible_is_a_problem(string route, string body, int status)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync(route, content, Cancellation), status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"calls":"sings"}""")]
    [InlineData("""{"calls":"busy","texts":"sings"}""")]
    public async Task Unknown_fate_of_a_phone_is_refused(string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.Http.PutAsync("local/phone/customers/12065550199", content, Cancellation), 400);
    }

    [Fact]
    public async Task Nobody_leaves_a_voicemail_in_a_call_that_is_answered()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");

        await RunningInbox.ProblemAsync(
            await _inbox.Http.PostAsJsonAsync($"local/phone/calls/{callId}/voicemail", new { seconds = 5 }, Cancellation), 409);
        await _inbox.CallItemAsync(callId, "inProgress");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("RIFF....WAVEfmt ")]
    public async Task Voicemail_that_is_no_WAV_file_is_refused(string body)
    {
        using var content = new ByteArrayContent(
            Encoding.ASCII.GetBytes(body))
        { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync("local/phone/calls/nonsense/voicemail", content, Cancellation), 400);
    }

    [Fact]
    public async Task Voicemail_that_says_it_lasts_for_hours_is_refused()
    {
        var wav = WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(BytesPerSecondAt), 1);
        using var content = new ByteArrayContent(wav) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync("local/phone/calls/nonsense/voicemail", content, Cancellation), 400);
    }

    [Theory]
    [InlineData("local/phone/calls/nonsense/voicemail", "text/plain")]
    [InlineData("local/phone/calls/nonsense/voicemail", "multipart/form-data; boundary=\"audio/wav\"")]
    [InlineData("local/phone/calls/nonsense/voicemail", "text/plain; x=\"audio/wav\"")]
    [InlineData("local/phone/calls", "audio/wav")]
    [InlineData("local/phone/calls/nonsense/hang-up", "audio/wav")]
    [InlineData("local/phone/devices/ana/answer", "audio/wav")]
    [InlineData("local/phone/devices/ana/answer", null)]
    public async Task Nothing_but_JSON_comes_in_and_a_WAV_file_where_it_belongs(string route, string? contentType)
    {
        using var content = new ByteArrayContent(
            [])
        { Headers = { ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType) } };
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync(route, content, Cancellation), 415);
    }

    [Fact]
    public async Task The_state_of_each_phone_is_shown()
    {
        var idle = await _inbox.GetAsync("local/phone/devices/ana");
        Assert.Equal(("ana", "+14255550191", "idle", null),
            ((string)idle["userId"]!, (string)idle["number"]!, (string)idle["state"]!, idle["callId"]));

        var callId = await _inbox.CustomerCallsAsync();
        Assert.Equal(callId, (string)(await _inbox.DeviceAsync("ana", "rings"))["callId"]!);
        await _inbox.DeviceAnswersAsync("ben");
        await _inbox.CallItemAsync(callId, "inProgress");

        var call = (await _inbox.GetAsync("local/phone/calls"))["items"]!.AsArray().Single()!;
        Assert.Equal((callId, "up"), ((string)call["callId"]!, (string)call["state"]!));
        Assert.Equal((RunningInbox.Customer, RunningInbox.Dispatch), ((string)call["customer"]!, (string)call["number"]!));
        Assert.Equal([RunningInbox.Customer, "+14255550192"], call["connected"]!.AsArray().Select(phone => (string)phone!));
    }
}
