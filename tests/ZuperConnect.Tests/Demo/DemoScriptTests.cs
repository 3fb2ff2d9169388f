using ZuperConnect.Local.Demo;

namespace ZuperConnect.Tests.Demo;

/// <summary>The script of the week.</summary>
public sealed class DemoScriptTests
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(-8);

    public static TheoryData<DateTimeOffset> AnyTime => [At(0), At(3), At(8), At(12), At(17), At(23)];

    [Theory]
    [MemberData(nameof(AnyTime))]
    public void All_of_it_happens_in_its_order_within_seven_days_and_before_now(DateTimeOffset now) =>
        Assert.All(DemoScript.Read(now), story =>
    {
        var times = story.Steps.Select(step => step.At).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, at => Assert.InRange(at, now.Date.AddDays(-6), now.AddMinutes(-1)));
    });

    [Fact]
    public void The_newest_is_the_same_at_whatever_time_of_the_day()
    {
        var newest = AnyTime.Select(now => DemoScript.Read(now.Data).Where(story => story.Line is not null)
            .OrderByDescending(story => story.Steps[^1].At).Select(story => (story.Number, story.Line)).ToList()).ToList();
        Assert.All(newest, order => Assert.Equal(newest[0], order));
    }

    [Fact]
    public void Every_number_is_one_that_nobody_has()
    {
        var numbers = DemoScript.Read(DateTimeOffset.Now).Select(story => story.Number)
            .Concat(DemoTeam.Numbers.Select(number => number.Number)).Concat(DemoTeam.Members.Select(member => member.Device!));
        Assert.All(numbers, number => Assert.Matches(@"^\+1\d{3}55501\d\d$", number.Value));
    }

    [Fact]
    public void Forty_customers_have_a_name_and_a_number_each()
    {
        var saved = DemoScript.Read(DateTimeOffset.Now).Where(story => story.Name is not null).ToList();
        Assert.Equal(40, saved.DistinctBy(story => story.Name).Count());
        Assert.Equal(40, saved.DistinctBy(story => story.Number).Count());
    }

    [Fact]
    public void Everybody_in_it_works_there_and_every_line_is_the_businesss() => Assert.All(DemoScript.Read(DateTimeOffset.Now), story =>
    {
        Assert.Contains(story.Line, DemoTeam.Numbers.Select(number => number.Name).Append(null));
        Assert.All(story.Steps, step => Assert.Contains(step.By, DemoTeam.Members.Select(member => member.UserId).Append(null!)));
    });

    [Theory]
    [InlineData("yesterday  ana: Hello")]
    [InlineData("1d 9:00  ana: Hello")]
    public void A_line_that_cannot_be_read_is_named(string line) => Assert.Contains(
        line,
        Assert.Throws<FormatException>(
            () => DemoScript.Read($"# Carla Lane, +12065550199, Sales\n{line}", DateTimeOffset.Now).ToList()).Message,
        StringComparison.Ordinal);

    private static DateTimeOffset At(int hour) => new(2026, 11, 27, hour, 4, 0, Offset);
}
