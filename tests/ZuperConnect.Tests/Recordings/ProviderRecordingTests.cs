using CsCheck;
using ZuperConnect.Recordings;

namespace ZuperConnect.Tests.Recordings;

/// <summary>Merging several events of one recording.</summary>
public sealed class ProviderRecordingTests
{
    private static readonly Gen<ProviderRecording> Files =
        from parts in Gen.Int[0, 9].Array[1, 10]
        from seconds in Gen.Int[-20, 100]
        from minute in Gen.Int[0, 59]
        select new ProviderRecording(
            "recording.1",
            [.. parts.Distinct().Order()
                .Select(part => new ProviderRecordingPart(Address(part), part % 2 is 0 ? Address(part) : null, part))],
            new DateTimeOffset(2026, 1, 5, 9, minute, 0, TimeSpan.Zero),
            seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null);

    [Fact]
    public void Same_event_again_says_nothing_new() => Files.Sample(file => Same(file, file.With(file)));

    [Fact]
    public void Events_say_the_same_in_whatever_order_they_come() =>
        Gen.Select(Files, Files, Files).Sample((one, two, three) => Same(one.With(two).With(three), three.With(one).With(two)));

    [Fact]
    public void No_part_is_lost_none_is_there_twice_and_all_are_in_their_order() => Gen.Select(Files, Files).Sample((one, two) =>
    {
        var both = one.With(two).Parts.Select(part => part.Index).ToList();
        return both.SequenceEqual(one.Parts.Concat(two.Parts).Select(part => part.Index).Distinct().Order());
    });

    [Fact]
    public void Part_is_the_same_at_another_host_and_keeps_the_address_where_it_is_deleted()
    {
        var file = new ProviderRecording("recording.1", [new(Address(1), null)], DateTimeOffset.UnixEpoch, null);
        var other = file with { Parts = [new(new("https://us-storage.example/1"), Address(1))] };

        Assert.Equal(Address(1), Assert.Single(file.With(other).Parts).Delete);
    }

    [Theory]
    [InlineData(60, 53, false)]
    [InlineData(60, 51, true)]
    [InlineData(5, 0, true)]
    [InlineData(2, 0, false)]
    public void Audio_that_is_shorter_by_a_tenth_and_two_seconds_is_not_all(int said, int longest, bool isLonger) =>
        Assert.Equal(
            isLonger,
            new ProviderRecording("recording.1", [], DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(said))
                .IsLongerThan(TimeSpan.FromSeconds(longest)));

    private static bool Same(ProviderRecording one, ProviderRecording two) =>
        one.Parts.SequenceEqual(two.Parts) && (one.StartedAt, one.Duration) == (two.StartedAt, two.Duration);

    private static Uri Address(int part) => new($"https://storage.example/{part}");
}
