using System.Text;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

/// <summary>Parts that cannot be joined are kept as separate files, and each can be played.</summary>
public sealed class SeveralFilesTests(TestStorage storage)
{
    private static readonly string Address = $"api/recordings/{RecordingRun.RecordingId}";
    private static readonly byte[] Speech = WavWriter.Tone(TimeSpan.FromSeconds(3), TimeSpan.Zero, 300);
    private static readonly byte[] Mp3 = TestAudio.Mp3(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Parts that cannot be joined, with their media types and extensions.</summary>
    public static TheoryData<string, byte[], byte[], string[], string[]> Apart => new()
    {
        { "WAV and MP3", Speech, Mp3, ["audio/wav", "audio/mpeg"], [".wav", ".mp3"] },
        { "stereo and mono", With(Speech, 22, 2), Speech, ["audio/wav", "audio/wav"], [".wav", ".wav"] },
        { "another rate", Speech, With(Speech, 25, 0x1F), ["audio/wav", "audio/wav"], [".wav", ".wav"] },
        { "RF64 and WAV", WavSamples.Long(Speech[44..], Speech.Length - 44), Speech, ["audio/wav", "audio/wav"], [".wav", ".wav"] },
        { "sound before its form", [.. Speech[..12], .. Speech[36..], .. Speech[12..36]],
            Speech, ["audio/wav", "audio/wav"], [".wav", ".wav"] },
        { "MP3 of other rates", Mp3, With(Mp3, 2, 0x44), ["audio/mpeg", "audio/mpeg"], [".mp3", ".mp3"] },
        { "MP3 that counts its frames", [.. Mp3[..13], .. "Xing"u8, .. Mp3[17..]], Mp3, ["audio/mpeg", "audio/mpeg"], [".mp3", ".mp3"] },
        { "what nobody knows and Ogg", [1, 2, 3, .. new byte[5_000]], [.. "OggS"u8, .. new byte[5_000]],
            ["application/octet-stream", "audio/ogg"], [".bin", ".ogg"] },
    };

    [Theory, MemberData(nameof(Apart))]
    public async Task Parts_that_do_not_go_together_are_kept_and_heard_each_with_its_own_type_and_ending(
        string what, byte[] first, byte[] second, string[] types, string[] endings)
    {
        await using var run = await ArchiveAsync(first, second);

        Assert.Equal(["open 0", "open 1", "delete 0", "delete 1"], run.Source.Asked);
        foreach (var (part, index) in ((byte[][])[first, second]).Select((part, index) => (part, index)))
        {
            using var response = await run.Inbox.Http.GetAsync(
                new Uri($"{Address}?part={index + 1}&download=true", UriKind.Relative), Cancellation);
            Assert.Equal(part, await response.Content.ReadAsByteArrayAsync(Cancellation));
            Assert.Equal((what, types[index]), (what, response.Content.Headers.ContentType?.ToString()));
            Assert.EndsWith($"-part{index + 1}{endings[index]}", response.Content.Headers.ContentDisposition?.FileName);
        }
    }

    [Fact]
    public async Task First_part_leads_to_the_next_and_the_last_to_none()
    {
        await using var run = await ArchiveAsync(Speech, Mp3);

        using var first = await run.Inbox.Http.GetAsync(new Uri(Address, UriKind.Relative), Cancellation);
        Assert.Equal(Speech, await first.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal([$"</{Address}?part=2>; rel=\"next\""], first.Headers.GetValues("Link"));

        using var last = await run.Inbox.Http.GetAsync(new Uri($"{Address}?part=2", UriKind.Relative), Cancellation);
        Assert.False(last.Headers.Contains("Link"));
        await RunningInbox.ProblemAsync(await run.Inbox.Http.GetAsync(new Uri($"{Address}?part=3", UriKind.Relative), Cancellation), 404);
        await RunningInbox.ProblemAsync(
            await run.Inbox.Http.GetAsync(new Uri($"{Address}?part=zero", UriKind.Relative), Cancellation), 400);
    }

    [Fact]
    public async Task Ticket_gives_an_address_for_each_part_and_one_ticket_opens_all()
    {
        await using var run = await ArchiveAsync(Speech, Mp3);

        var ticket = await RunningInbox.JsonAsync(
            await run.Inbox.Http.PostAsync(new Uri($"{Address}/tickets", UriKind.Relative), null, Cancellation));

        run.Inbox.Http.DefaultRequestHeaders.Authorization = null;
        var parts = ticket["parts"]!.AsArray().Select(part => ((string)part!)[1..]).ToList();
        Assert.Equal(((string)ticket["url"]!)[1..], parts[0]);
        Assert.Equal(2, parts.Count);
        Assert.Equal(Speech, await run.Inbox.Http.GetByteArrayAsync(new Uri(parts[0], UriKind.Relative), Cancellation));
        Assert.Equal(Mp3, await run.Inbox.Http.GetByteArrayAsync(new Uri(parts[1], UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Erasing_takes_all_parts()
    {
        await using var run = await ArchiveAsync(Speech, Mp3);
        Assert.Equal(3, (await run.BlobsAsync()).Count);

        await run.Get<RecordingBlobs>().EraseAsync(
            new HashSet<ConversationId> { RecordingRun.Conversation }, run.Time.GetUtcNow(), (_, _) =>
                Task.FromResult(false), Cancellation);

        Assert.Empty(await run.BlobsAsync());
    }

    [Theory]
    [InlineData("RIFF\0\0\0\0WAVEfmt ", ".wav")]
    [InlineData("RF64\0\0\0\0WAVEds64", ".wav")]
    [InlineData("ID3\u0004\0\0", ".mp3")]
    [InlineData("\u00FF\u00FB\u0090\u0064", ".mp3")]
    [InlineData("\u00FF\u00F1\u0050\u0080", ".aac")]
    [InlineData("\0\0\0\u0020ftypM4A ", ".m4a")]
    [InlineData("\0\0\0\u0020ftypisom", ".mp4")]
    [InlineData("\0\0\0\u0020ftyp3gp4", ".3gp")]
    [InlineData("OggS", ".ogg")]
    [InlineData("fLaC", ".flac")]
    [InlineData("\u001A\u0045\u00DF\u00A3\0\0\u0042\u0082\u0084webm", ".webm")]
    [InlineData("\u001A\u0045\u00DF\u00A3\0\0\u0042\u0082\u0088matroska", ".mkv")]
    [InlineData("#!AMR\n", ".amr")]
    [InlineData("FORM\0\0\0\0AIFF", ".aiff")]
    [InlineData("\u0001\u0002\u0003", ".bin")]
    public void Ending_is_that_of_what_the_file_is_whatever_it_is_called(string beginning, string ending) =>
        Assert.Equal(
            ending, AudioMediaTypes.Ending(AudioFile.Read(Encoding.Latin1.GetBytes(beginning), 100_000).TypeOr("application/json")));

    [Theory]
    [InlineData("audio/ogg; codecs=opus", ".ogg")]
    [InlineData("audio/x-something", ".bin")]
    [InlineData("text/html", ".bin")]
    [InlineData(null, ".bin")]
    public void A_file_in_an_unknown_format_has_the_audio_type_that_its_sender_names(string? named, string ending) =>
        Assert.Equal(ending, AudioMediaTypes.Ending(AudioFile.Read([1, 2, 3], 3).TypeOr(named)));

    private async Task<RecordingRun> ArchiveAsync(params byte[][] parts)
    {
        var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromSeconds(2), [.. parts.Select(part => run.Source.Keep(part))]);
        Assert.True((await run.StepAsync()).Finished);
        return run;
    }

    private static byte[] With(byte[] file, int at, byte other)
    {
        var changed = file.ToArray();
        changed[at] = other;
        return changed;
    }
}
