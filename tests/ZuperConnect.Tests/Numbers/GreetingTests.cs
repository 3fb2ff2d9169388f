using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Numbers;

public sealed class GreetingTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = $"api/numbers/{RunningInbox.Dispatch}/greeting";
    private const string Heard = "api/sounds/greeting-14255550100.wav";
    private static readonly byte[] Hello = WavWriter.Tone(TimeSpan.FromSeconds(2), TimeSpan.Zero, 440);
    private static readonly byte[] Other = WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 880);
    private static readonly byte[] Sound = Hello[WavWriter.HeaderLength..];
    private static readonly byte[] List = [.. "LIST"u8, 3, 0, 0, 0, .. "abc"u8, 0];
    /// <summary>Files that cannot be played in a call.</summary>
    public static TheoryData<string, byte[]> Unplayable => new()
    {
        { "no WAV", "ID3 and so on, which is no WAV file at all"u8.ToArray() },
        { "a beginning alone", Hello[..20] },
        { "no sound", WavWriter.Write([]) },
        { "cut off", Hello[..^2] },
        { "a length that it does not have", With(Hello, 40, BitConverter.GetBytes(Hello.Length)) },
        { "no sound, but a chunk after it", [.. WavWriter.Write([]), .. List] },
        { "stereo", With(Hello, 22, [2, 0]) },
        { "8 kHz", With(Hello, 24, BitConverter.GetBytes(8_000)) },
        { "8 bits", With(Hello, 34, [8, 0]) },
        { "float", With(Hello, 20, [3, 0]) },
        { "extensible, without what it is", With(Hello, 20, [0xFE, 0xFF]) },
        { "extensible, of another encoding", WavSamples.Extensible(Sound, encoding: 3) },
        { "a rate of bytes that is not its own", With(Hello, 28, BitConverter.GetBytes(8_000)) },
        { "longer than a minute", WavWriter.Tone(TimeSpan.FromSeconds(60.01), TimeSpan.Zero, 440) },
    };

    /// <summary>The same greeting written by different programs.</summary>
    public static TheoryData<string, byte[]> Playable => new()
    {
        { "length 0, as GStreamer streams", With(Hello, 40, BitConverter.GetBytes(0u)) },
        { "length 0xFFFFFFFF after a list, as FFmpeg streams", WavSamples.Streamed(Sound, uint.MaxValue) },
        { "length 0x7FFFFFFF, as arecord streams", With(Hello, 40, BitConverter.GetBytes(0x7FFFFFFFu)) },
        { "length 0x7FFFF000, as SoX streams", With(Hello, 40, BitConverter.GetBytes(0x7FFFF000u)) },
        { "length 0xFFFFFFFF less the header", With(Hello, 40, BitConverter.GetBytes(uint.MaxValue - 36)) },
        { "extensible PCM", WavSamples.Extensible(Sound) },
        { "sound before its form", [.. Hello[..12], .. Hello[36..], .. Hello[12..36]] },
        { "RF64 with its length elsewhere", WavSamples.Long(Sound, Sound.Length) },
        { "RF64 that was never finished", WavSamples.Long(Sound, 0) },
        { "a list of odd length before and after", [.. Hello[..12], .. List, .. Hello[12..], .. List] },
        { "a list of odd length that nothing fills up", [.. Hello[..12], .. List[..^1], .. Hello[12..]] },
        { "half a sample at its end", [.. With(Hello, 40, BitConverter.GetBytes(0u)), 1] },
    };

    /// <summary>Files that can be converted to greetings, and their names in the command.</summary>
    public static TheoryData<string, byte[]> Convertible => new()
    {
        { "yours.mp3", [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0] },
        { "yours.mp3", [0xFF, 0xFB, 0x90, 0x64, .. new byte[400]] },
        { "yours.m4a", [0, 0, 0, 0x1C, .. "ftypM4A "u8, .. new byte[20]] },
        { "yours.ogg", [.. "OggS"u8, .. new byte[40]] },
        { "yours.wav", With(Hello, 24, BitConverter.GetBytes(44_100)) },
        { "yours.wav", With(Hello, 22, [2, 0]) },
        { "yours.wav", WavWriter.Tone(TimeSpan.FromSeconds(61), TimeSpan.Zero, 440) },
    };

    [Fact]
    public async Task Greeting_is_what_callers_hear_until_it_is_removed()
    {
        using var response = await PutAsync(Hello);
        Assert.True((bool)(await RunningInbox.JsonAsync(response))["hasGreeting"]!);
        Assert.Equal(
            ((string)(await NumberAsync())["etag"]!, true),
            (response.Headers.ETag?.ToString(), (bool)(await NumberAsync())["hasGreeting"]!));
        Assert.Equal(Hello, await HeardAsync());

        (await PutAsync(Other)).EnsureSuccessStatusCode();
        Assert.Equal(Other, await HeardAsync());

        Assert.False((bool)(await RunningInbox.JsonAsync(await PutAsync([])))["hasGreeting"]!);
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri(Heard, UriKind.Relative), Cancellation), 404);
        Assert.False((bool)(await RunningInbox.JsonAsync(await PutAsync([])))["hasGreeting"]!);
    }

    [Fact]
    public async Task Greeting_of_a_minute_is_not_too_long()
    {
        (await PutAsync(WavWriter.Tone(TimeSpan.FromSeconds(60), TimeSpan.Zero, 440))).EnsureSuccessStatusCode();
        Assert.Equal(WavWriter.HeaderLength + (60 * WavWriter.BytesPerSecond), (await HeardAsync()).Length);
    }

    [Fact]
    public async Task Sound_alone_is_kept_of_a_file_that_has_more()
    {
        byte[] list = [.. "LIST"u8, 4, 0, 0, 0, .. "secr"u8];
        (await PutAsync([.. Hello[..36], .. list, .. Hello[36..], .. list])).EnsureSuccessStatusCode();
        Assert.Equal(Hello, await HeardAsync());
    }

    [Theory, MemberData(nameof(Playable))]
    public async Task Greeting_is_taken_as_any_writer_writes_it_and_heard_in_the_one_form_that_calls_play(string writer, byte[] file)
    {
        using var response = await PutAsync(file);

        Assert.True(response.IsSuccessStatusCode, writer);
        Assert.Equal(Hello, await HeardAsync());
    }

    [Theory, MemberData(nameof(Convertible))]
    public async Task Refusal_gives_the_command_that_makes_a_greeting_of_the_file(string name, byte[] file)
    {
        var problem = await RunningInbox.ProblemAsync(await PutAsync(file), 400);

        Assert.Contains(
            $"ffmpeg -i {name} -t 60 -ac 1 -ar 16000 -c:a pcm_s16le greeting.wav", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Unplayable))]
    public async Task File_that_no_call_could_play_is_a_problem_and_changes_nothing(string what, byte[] file)
    {
        (await PutAsync(Other)).EnsureSuccessStatusCode();
        var before = (await NumberAsync()).ToJsonString();

        var problem = await RunningInbox.ProblemAsync(await PutAsync(file), 400);

        Assert.True(((string)problem["detail"]!).Contains("16 kHz", StringComparison.Ordinal), what);
        Assert.Equal(before, (await NumberAsync()).ToJsonString());
        Assert.Equal(Other, await HeardAsync());
    }

    [Fact]
    public async Task File_of_more_than_five_megabytes_is_a_problem_that_gives_the_command_too()
    {
        var problem = await RunningInbox.ProblemAsync(await PutAsync(new byte[(5 * 1024 * 1024) + 1]), 413);

        Assert.Contains("ffmpeg -i ", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Greeting_of_a_state_that_is_past_is_refused_and_callers_hear_what_they_heard()
    {
        (await PutAsync(Hello)).EnsureSuccessStatusCode();
        var etag = (string)(await NumberAsync())["etag"]!;
        (await _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{RunningInbox.Dispatch}", new { name = "Boilers" }))
            .EnsureSuccessStatusCode();

        await RunningInbox.ProblemAsync(await PutAsync(Other, etag: etag), 412);
        await RunningInbox.ProblemAsync(await PutAsync([], etag: etag), 412);

        Assert.Equal(Hello, await HeardAsync());
        Assert.True((bool)(await NumberAsync())["hasGreeting"]!);
    }

    [Fact]
    public async Task Of_two_greetings_that_come_at_once_callers_hear_the_one_that_was_not_refused()
    {
        var uploads = new FirstRequest(request => request.Name is "greetings");
        await using var inbox = await RunningInbox.StartAsync(Storage, uploads.Watch);
        uploads.Before = async () =>
        {
            using var other = new ByteArrayContent(Other);
            (await inbox.SendAsync(HttpMethod.Put, Address, other)).EnsureSuccessStatusCode();
        };

        using var hello = new ByteArrayContent(Hello);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, Address, hello), 412);

        Assert.Equal(Other, await inbox.Http.GetByteArrayAsync(new Uri(Heard, UriKind.Relative), Cancellation));
        Assert.True((bool)(await inbox.GetAsync("api/numbers"))["items"]![0]!["hasGreeting"]!);
        Assert.Single(
            await inbox.Services.GetRequiredService<StorageTables>().Greetings.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Number_that_is_none_of_ours_has_no_greeting()
    {
        foreach (var number in (string[])["+14255550177", "ACME", "72975"])
        {
            await RunningInbox.ProblemAsync(await PutAsync(Hello, $"api/numbers/{number}/greeting"), 404);
        }

        Assert.Empty(
            await _inbox.Services.GetRequiredService<StorageTables>().Greetings.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    private async Task<HttpResponseMessage> PutAsync(byte[] file, string address = Address, string? etag = null)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new("audio/wav") } };
        return await _inbox.SendAsync(HttpMethod.Put, address, content, etag);
    }

    private async Task<byte[]> HeardAsync()
    {
        using var response = await _inbox.Http.GetAsync(new Uri(Heard, UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        return await response.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private async Task<JsonNode> NumberAsync() => (await _inbox.GetAsync("api/numbers"))["items"]![0]!;

    private static byte[] With(byte[] file, int at, byte[] other)
    {
        var changed = file.ToArray();
        other.CopyTo(changed, at);
        return changed;
    }
}
