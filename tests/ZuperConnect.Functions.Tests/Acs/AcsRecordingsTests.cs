using Azure;
using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Functions.Acs;

namespace ZuperConnect.Functions.Tests.Acs;

public sealed class AcsRecordingsTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Uri Address = new("https://us-storage.asm.skype.com/v1/objects/0-eus-d1/content/audio");

    private readonly TestCallAutomation _service = new() { Audio = [1, 2, 3] };

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_part_is_opened_with_its_length_and_type()
    {
        var part = await Recordings().OpenAsync(Address, Never);

        Assert.Equal((3L, "audio/mpeg"), (part!.Length!.Value, part.ContentType));
        Assert.Equal(1, part.Content.ReadByte());
        Assert.Equal(Address, Assert.Single(_service.Asked));
    }

    [Fact]
    public async Task What_the_provider_does_not_have_is_null_and_deleted_already()
    {
        _service.Failures[nameof(CallRecording.DownloadStreamingAsync)] = new RequestFailedException(404, "Gone.");
        _service.Failures[nameof(CallRecording.DeleteAsync)] = new RequestFailedException(404, "Gone.");

        Assert.Null(await Recordings().OpenAsync(Address, Never));
        await Recordings().DeleteAsync(Address, Never);
    }

    [Fact]
    public async Task A_recording_that_cannot_be_downloaded_or_deleted_now_is_tried_again()
    {
        _service.Failures[nameof(CallRecording.DownloadStreamingAsync)] = new RequestFailedException(503, "Busy.");
        _service.Failures[nameof(CallRecording.DeleteAsync)] = new RequestFailedException(403, "No.");

        await Assert.ThrowsAsync<RequestFailedException>(() => Recordings().OpenAsync(Address, Never));
        await Assert.ThrowsAsync<RequestFailedException>(() => Recordings().DeleteAsync(Address, Never));
    }

    [Theory]
    [InlineData("https://storage.example/v1/objects/1")]
    [InlineData("https://asm.skype.com.example/v1/objects/1")]
    [InlineData("https://notasm.skype.com/v1/objects/1")]
    [InlineData("https://asm.skype.com@storage.example/v1/objects/1")]
    [InlineData("http://storage.asm.skype.com/v1/objects/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/v1/objects/1")]
    public async Task No_other_host_is_asked_and_the_failure_names_the_setting(string address)
    {
        var elsewhere = new Uri(address, UriKind.RelativeOrAbsolute);

        var opening = await Assert.ThrowsAsync<InvalidOperationException>(() => Recordings().OpenAsync(elsewhere, Never));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Recordings().DeleteAsync(elsewhere, Never));

        Assert.Contains("Acs:RecordingHosts", opening.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Asked);
    }

    [Fact]
    public async Task The_setting_names_the_hosts_that_are_asked()
    {
        var recordings = Recordings("recordings.example, storage.example");

        await recordings.DeleteAsync(new("https://storage.example/1"), Never);
        await recordings.DeleteAsync(new("https://eu.recordings.example/1"), Never);
        await Assert.ThrowsAsync<InvalidOperationException>(() => recordings.DeleteAsync(Address, Never));

        Assert.Equal(2, _service.Asked.Count);
    }

    private AcsRecordings Recordings(string? hosts = null) =>
        AcsRecordings.Of(_service, new ConfigurationBuilder().AddInMemoryCollection([new("Acs:RecordingHosts", hosts)]).Build());
}
