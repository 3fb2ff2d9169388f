using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Phone;

/// <summary>The recordings of the simulated provider.</summary>
public sealed class SimulatedRecordingsTests(TestStorage storage) : IAsyncLifetime
{
    private readonly ProviderTraffic _traffic = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IRecordingSource Source => _inbox.Services.GetRequiredService<IRecordingSource>();

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, _traffic.AddTo);

        // Otherwise the inbox would copy the recording and delete it at the provider.
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _traffic.Dispose();
    }

    [Fact]
    public async Task Voicemail_is_kept_as_it_was_spoken_until_it_is_deleted()
    {
        var wav = WavWriter.Tone(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), 300);
        var address = await RecordVoicemailAsync(wav);

        Assert.Equal(wav, await ReadAsync(address));
        await Source.DeleteAsync(address, Cancellation);
        await Source.DeleteAsync(address, Cancellation);
        Assert.Null(await Source.OpenAsync(address, Cancellation));
    }

    [Fact]
    public async Task Recorded_call_sounds_as_long_as_it_was_recorded()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await RunningInbox.EventuallyAsync(() => LiveAsync(callId), session => session.Call.RecordingId is not null);
        await _inbox.DeviceHangsUpAsync("ana");

        var raised = await RaisedAsync();

        Assert.Equal((await LiveAsync(callId)).Call.RecordingId, RecordingIds.Of(((string)raised["subject"]!).Split('/')[^1]));
        Assert.Equal(1000, (int)raised["data"]!["recordingDurationMs"]!);
        Assert.Equal(WavWriter.HeaderLength + (WavWriter.SampleRate * sizeof(short)), (await ReadAsync(ContentOf(raised))).Length);
    }

    [Fact]
    public async Task Recording_that_the_inbox_did_not_take_before_it_ended_is_there_after_the_start()
    {
        using var data = new TemporaryFolder();
        using (var deaf = new ProviderTraffic())
        {
            deaf.Fails(int.MaxValue, post => post.Path.Contains("RecordingFileStatusUpdated", StringComparison.Ordinal));
            await using var before = await RunningInbox.StartInAsync(data.Path, deaf.AddTo);
            var callId = await before.CustomerCallsAsync();
            await before.DeviceDeclinesAsync("ana");
            await before.DeviceDeclinesAsync("ben");
            await before.CustomerLeavesVoicemailAsync(callId);
            await RunningInbox.EventuallyAsync(() => Task.FromResult(deaf.To("RecordingFileStatusUpdated")), posts => posts.Count > 0);
        }

        await using (await RunningInbox.StartInAsync(data.Path, _traffic.AddTo))
        {
            Assert.Equal(5000, (int)(await RaisedAsync())["data"]!["recordingDurationMs"]!);
        }
    }

    [Fact]
    public async Task Number_that_does_not_record_has_no_recording()
    {
        var callId = await _inbox.CustomerCallsAsync(to: RunningInbox.Service);
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress", "14255550101-12065550199");
        await _inbox.DeviceHangsUpAsync("ana");
        await _inbox.CallItemAsync(callId, "completed", "14255550101-12065550199");

        Assert.DoesNotContain(
            _traffic.CallEvents, raised => ((string)raised["type"]!).EndsWith("RecordingStateChanged", StringComparison.Ordinal));
        Assert.Empty(_traffic.To("RecordingFileStatusUpdated"));
    }

    [Fact]
    public async Task No_recording_is_found_at_an_address_of_another_host()
    {
        var address = (await RecordVoicemailAsync(WavWriter.Tone(TimeSpan.FromSeconds(2), TimeSpan.Zero, 300))).ToString();
        var id = new Uri(address).AbsolutePath.Split('/')[1];
        string[] others =
        [
            address.Replace("https:", "http:", StringComparison.Ordinal),
            address.Replace("https://recordings.invalid", "file://", StringComparison.Ordinal),
            address.Replace("//recordings", "//elsewhere", StringComparison.Ordinal),
            address.Replace("//recordings.invalid", "//recordings.invalid:80", StringComparison.Ordinal),
            address.Replace("//", "//user@", StringComparison.Ordinal),
            address + "?x",
            address + "/x",
            address.Replace("content", "metadata", StringComparison.Ordinal),
            $"https://recordings.invalid/../{id}/content/..",
            $"https://recordings.invalid/..%2F{id}/content",
            "https://recordings.invalid/../../sign-in-key.pem",
            "https://recordings.invalid/..%2F..%2Fsign-in-key.pem/content",
            "https://recordings.invalid//etc/passwd",
            "https://recordings.invalid/",
        ];

        foreach (var other in others)
        {
            Assert.Null(await Source.OpenAsync(new(other), Cancellation));
            await Source.DeleteAsync(new(other), Cancellation);
        }

        Assert.Null(await Source.OpenAsync(new(id, UriKind.Relative), Cancellation));
        Assert.NotEmpty(await ReadAsync(new(address)));
    }

    private async Task<Uri> RecordVoicemailAsync(byte[] wav)
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");
        using var content = new ByteArrayContent(wav) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        (await _inbox.Http.PostAsync($"local/phone/calls/{callId}/voicemail", content, Cancellation)).EnsureSuccessStatusCode();
        return ContentOf(await RaisedAsync());
    }

    private async Task<JsonNode> RaisedAsync() =>
        (await RunningInbox.EventuallyAsync(() => Task.FromResult(_traffic.To("RecordingFileStatusUpdated")), posts => posts.Count > 0))[
            0].Events.Single();

    private static Uri ContentOf(JsonNode raised) =>
        new((string)raised["data"]!["recordingStorageInfo"]!["recordingChunks"]![0]!["contentLocation"]!);

    private async Task<byte[]> ReadAsync(Uri address)
    {
        var part = (await Source.OpenAsync(address, Cancellation))!;
        await using var content = part.Content;
        var bytes = new byte[part.Length!.Value];
        await content.ReadExactlyAsync(bytes, Cancellation);
        Assert.Equal((0, "audio/wav"), (await content.ReadAsync(new byte[1], Cancellation), part.ContentType));
        return bytes;
    }

    private async Task<CallSession> LiveAsync(string callId) =>
        (await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation))!;
}
