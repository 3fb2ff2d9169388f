using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

/// <summary>A recording of several WAV files becomes one that plays to its end.</summary>
public sealed class WavPartsTests(TestStorage storage)
{
    private static readonly byte[] Low = WavWriter.Tone(TimeSpan.FromSeconds(200), TimeSpan.Zero, 300);
    private static readonly byte[] High = WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), 900);

    [Fact]
    public async Task One_WAV_file_is_archived_as_it_came()
    {
        await using var run = await ArchiveAsync(Low);

        Assert.Equal(Low, await run.ArchivedAsync());
        Assert.Equal("audio/wav", (await run.BlobAsync())!.ContentType);
    }

    [Fact]
    public async Task Several_have_one_beginning_that_says_how_long_they_are_together()
    {
        // Chunks after the sound are not part of it.
        await using var run = await ArchiveAsync([.. Low, .. "LIST\u0004\0\0\0note"u8], High);

        var sound = Low[WavWriter.HeaderLength..].Concat(High[WavWriter.HeaderLength..]).ToArray();
        var archived = (await run.ArchivedAsync())!;
        Assert.Equal(sound, archived[WavWriter.HeaderLength..]);
        Assert.Equal(Low[..4], archived[..4]);
        Assert.Equal(archived.Length - 8, BitConverter.ToInt32(archived, 4));
        Assert.Equal(Low[8..40], archived[8..40]);
        Assert.Equal(sound.Length, BitConverter.ToInt32(archived, 40));
    }

    [Fact]
    public async Task Sound_whose_length_the_writer_could_not_say_goes_on_to_the_end_of_its_part()
    {
        await using var run = await ArchiveAsync(Streamed(High), High);

        Assert.Equal(
            High[WavWriter.HeaderLength..].Concat(High[WavWriter.HeaderLength..]), (await run.ArchivedAsync())![WavWriter.HeaderLength..]);
    }

    [Fact]
    public async Task Half_a_sample_at_the_end_of_a_part_does_not_turn_the_next_into_noise()
    {
        await using var run = await ArchiveAsync([.. Streamed(High), 1], High);

        Assert.Equal(
            High[WavWriter.HeaderLength..].Concat(High[WavWriter.HeaderLength..]), (await run.ArchivedAsync())![WavWriter.HeaderLength..]);
    }

    private static byte[] Streamed(byte[] wav)
    {
        var streamed = wav.ToArray();
        streamed.AsSpan(40, 4).Fill(0xFF);
        return streamed;
    }

    private async Task<RecordingRun> ArchiveAsync(params byte[][] parts)
    {
        var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromSeconds(2), [.. parts.Select(part => run.Source.Keep(part))]);
        await run.StepAsync();
        return run;
    }
}
