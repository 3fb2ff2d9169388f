using System.Globalization;
using ZuperConnect.Tests.Infra;

namespace ZuperConnect.Tests.Docs;

/// <summary>Recalculates the sums of docs/costs.md from its two tables, usage and prices.</summary>
public sealed class CostsTests
{
    private const int Scales = 4;

    private static readonly Lazy<string[]> Page = new(() => File.ReadAllLines(Path.Combine(Repository.Root, "docs", "costs.md")));

    public static TheoryData<string> Lines => [.. Costs().Select(line => line[0])];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_costs_what_is_used_beyond_what_is_free_times_its_price(string what)
    {
        var cost = Costs().Single(line => line[0] == what);
        var used = Used().Single(line => line[0] == what);
        var (price, unit, free) = (Number(cost[1]), cost[2].Split(' '), Number(cost[3]));
        var per = unit.Length is 2 ? Number(unit[0]) : 1;

        Assert.Equal(used[1], unit.Length is 2 ? unit[1][..^1] : unit[0]);
        for (var scale = 0; scale < Scales; scale++)
        {
            Assert.Equal(Cents(Math.Max(0, Number(used[2 + scale]) - free) / per * price), Number(cost[4 + scale]));
        }
    }

    [Fact]
    public void The_totals_are_the_sums_of_their_columns()
    {
        var total = Rows("| what | price |").Single(line => line[0] is "**Total**");
        for (var scale = 0; scale < Scales; scale++)
        {
            Assert.Equal(Costs().Sum(line => Number(line[4 + scale])), Number(total[4 + scale].Trim('*')));
        }
    }

    [Fact]
    public void A_line_at_Twilio_costs_what_is_used_times_its_price()
    {
        var lines = Rows("| at Twilio |");
        var (costs, total) = (lines[..^1], lines[^1]);

        Assert.NotEmpty(costs);
        for (var scale = 0; scale < Scales; scale++)
        {
            Assert.All(costs, line => Assert.Equal(
                Cents(line[1].Split(" + ").Sum(what => what is "number" ? 1 : Number(Used().Single(used => used[0] == what)[2 + scale]))
                    * Number(line[2])),
                Number(line[3 + scale])));
            Assert.Equal(costs.Sum(line => Number(line[3 + scale])), Number(total[3 + scale].Trim('*')));
        }
    }

    [Theory]
    [InlineData(2.43, 3.21, 11.48, 90.83)]
    public void The_lines_of_Azure_that_remain_with_Twilio_come_to_what_the_page_says(params double[] sums)
    {
        string[] replaced =
        [
            "Texts out", "Carriers' surcharge, out", "Texts in", "Carriers' surcharge, in", "Calls in, the customer's leg",
            "Legs to phones", "Recording", "Toll-free number", "Words spoken in calls", "Events", "Alerts on metrics",
        ];

        Assert.Empty(replaced.Except(Costs().Select(line => line[0])));
        Assert.Equal(
            sums.Select(sum => (decimal)sum),
            Enumerable.Range(0, Scales).Select(scale =>
                Costs().Where(line => !replaced.Contains(line[0])).Sum(line => Number(line[4 + scale]))));
        Assert.Contains("come to 2.43, 3.21, 11.48 and 90.83.", string.Join('\n', Page.Value), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_used_has_a_price_and_every_price_a_source()
    {
        var sources = Page.Value.Select(line => line.Split(". ")[0])
            .Where(start => int.TryParse(start, CultureInfo.InvariantCulture, out _)).ToHashSet();

        Assert.Equal(Used().Select(line => line[0]), Costs().Select(line => line[0]));
        Assert.All(Costs(), line => Assert.Contains(line[8].Split(',')[0], sources));
    }

    [Theory]
    [InlineData("Alerts on metrics", "Microsoft.Insights/metricAlerts")]
    [InlineData("Alerts on logs", "Microsoft.Insights/scheduledQueryRules")]
    public async Task As_many_alerts_are_paid_for_as_the_deployment_makes(string what, string type)
    {
        var files = await BicepFiles.ParseAsync(Path.Combine(Repository.Root, "infra"));

        Assert.All(Used().Single(line => line[0] == what)[2..], used =>
            Assert.Equal(files.SelectMany(file => file.Resources).Count(resource => resource.Type == type), Number(used)));
    }

    [Theory]
    [InlineData("Texts out", 0.25)]
    [InlineData("Texts in", 0.25)]
    [InlineData("Calls in, the customer's leg", 0.25 * 3)]
    [InlineData("Legs to phones", 0.25 * 3 * 3)]
    [InlineData("Recording", 0.5 * 0.5 * 3)]
    public void The_telephone_is_used_as_the_assumptions_say(string what, double each)
    {
        var used = Used().Single(line => line[0] == what);
        Assert.Equal(
            [.. Rows("| what | unit |", heading: true).Single()[2..].Select(scale => Number(scale) * (decimal)each)],
            used[2..].Select(Number));
    }

    private static List<string[]> Used() => Rows("| what | unit |");

    private static List<string[]> Costs() => [.. Rows("| what | price |").Where(line => line[0] is not "**Total**")];

    /// <summary>The cells of a table without its heading, or only the heading.</summary>
    private static List<string[]> Rows(string begins, bool heading = false)
    {
        var table = Page.Value.SkipWhile(line => !line.StartsWith(begins, StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'));
        return [.. (heading ? table.Take(1) : table.Skip(2)).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
