using System.Buffers.Binary;
using CsCheck;
using ZuperConnect.Sounds;

namespace ZuperConnect.Tests.Sounds;

public sealed class WavHeaderTests
{
    private static readonly byte[] Second = WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(12.25)]
    public void Length_is_that_of_the_samples(double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(WavWriter.Tone(TimeSpan.FromSeconds(seconds), TimeSpan.Zero, 440))?.Duration);

    [Fact]
    public void Chunks_that_say_nothing_about_it_are_skipped()
    {
        byte[] withList = [.. Second.AsSpan(0, 36), .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. Second.AsSpan(36)];

        Assert.Equal(TimeSpan.FromSeconds(1), Read(withList)?.Duration);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_recognized()
    {
        var wav = WavWriter.Tone(TimeSpan.FromMilliseconds(1), TimeSpan.Zero, 440);

        Assert.All(Enumerable.Range(0, wav.Length), length => Assert.True(Read(wav[..length]) is not { IsCutOff: false }));
    }

    [Theory]
    [InlineData(16, uint.MaxValue)]
    [InlineData(16, 0x7FFFFFFFu)]
    [InlineData(28, 0u)]
    public void Formats_that_cannot_be_say_no_length(int at, uint value)
    {
        var wav = Second.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(at), value);

        Assert.Null(Read(wav)?.Duration);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    public void Length_that_was_left_open_goes_to_the_end(uint value)
    {
        var wav = Second.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), value);

        Assert.Equal((TimeSpan.FromSeconds(1), false), (Read(wav)!.Duration, Read(wav)!.IsCutOff));
    }

    [Fact]
    public void Beginning_of_a_long_file_is_enough()
    {
        var beginning = WavSamples.Long(new byte[100], 10_000_000_000)[..100];

        var read = WavHeader.Read(beginning, 10_000_000_080)!;

        Assert.Equal((80L, 10_000_000_000L, true, false), (read.SoundStart, read.SoundLength, read.IsLong, read.IsCutOff));
    }

    [Fact]
    public void Any_bytes_are_read_without_harm_and_sound_is_within_the_file() =>
        (from file in Gen.OneOf(
            Gen.Const(Second[..200]), Gen.Const(WavSamples.Long(new byte[50], 50)), Gen.Const(WavSamples.Extensible(new byte[50])))
         from changes in Gen.Select(Gen.Int[4, 99], Gen.Byte).Array[0, 20]
         from length in Gen.Int[0, 100]
         select Changed(file, changes)[..length]).Sample(file =>
            Read(file) is not { } wav || (wav.SoundStart >= 0 && wav.SoundLength >= 0 && wav.SoundStart + wav.SoundLength <= file.Length));

    private static WavHeader? Read(byte[] file) => WavHeader.Read(file, file.Length);

    private static byte[] Changed(byte[] file, (int At, byte To)[] changes)
    {
        var changed = file.ToArray();
        foreach (var (at, to) in changes)
        {
            changed[at] = to;
        }

        return changed;
    }
}
