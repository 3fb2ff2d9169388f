using System.Buffers.Binary;
using ZuperConnect.Local.Phone;
using ZuperConnect.Sounds;

namespace ZuperConnect.Tests.Phone;

public sealed class WavLengthTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(12.25)]
    public void Length_is_that_of_the_samples(double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WavLength.Of(Wav.Tone(TimeSpan.FromSeconds(seconds), TimeSpan.Zero, 440)));

    [Fact]
    public void Chunks_that_say_nothing_about_it_are_skipped()
    {
        var wav = Wav.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440);
        byte[] withList = [.. wav.AsSpan(0, 36), .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. wav.AsSpan(36)];

        Assert.Equal(TimeSpan.FromSeconds(1), WavLength.Of(withList));
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_no_WAV_file()
    {
        var wav = Wav.Tone(TimeSpan.FromMilliseconds(1), TimeSpan.Zero, 440);

        Assert.All(Enumerable.Range(0, wav.Length), length => Assert.Null(WavLength.Of(wav.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(16, uint.MaxValue)]
    [InlineData(16, 0x7FFFFFFFu)]
    [InlineData(28, 0u)]
    [InlineData(40, uint.MaxValue)]
    [InlineData(40, 0x80000000u)]
    public void Lengths_that_cannot_be_are_no_WAV_files(int at, uint value)
    {
        var wav = Wav.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(at), value);

        Assert.Null(WavLength.Of(wav));
    }
}
