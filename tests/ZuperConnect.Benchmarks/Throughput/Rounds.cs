namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>The rounds of two sides in turn.</summary>
internal sealed record Rounds(IReadOnlyList<Round> Whole, IReadOnlyList<Round> Bare)
{
    /// <summary>The ratio of the medians.</summary>
    public double Ratio =>
        Spread.Of(Whole.Select(round => round.PerSecond)).Median / Spread.Of(Bare.Select(round => round.PerSecond)).Median;

    public static async Task<Rounds> RunAsync(int count, Func<Task<Round>> whole, Func<Task<Round>> bare)
    {
        // Warms up the code, which takes a while on a busy machine.
        for (var round = 0; round < (count + 1) / 2; round++)
        {
            await whole();
            await bare();
        }

        var (wholes, bares) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < count; round++)
        {
            // The sides take turns in going first, so that drift favors none of them.
            if (round % 2 is 0)
            {
                wholes.Add(await whole());
                bares.Add(await bare());
            }
            else
            {
                bares.Add(await bare());
                wholes.Add(await whole());
            }
        }

        return new(wholes, bares);
    }

    public void Print(double? goal)
    {
        Print("whole path", Whole);
        Print("bare", Bare);
        var neighbours = Spread.Of(Whole.Zip(Bare, (one, other) => one.PerSecond / other.PerSecond));
        Report.Line($"ratio of the medians: {Ratio:0.00}; of neighbouring rounds: {neighbours.ToString("0.00")}");
        if (goal is { } least)
        {
            Report.Goal($"at least {least:0.0}", Ratio >= least);
        }
    }

    private static void Print(string side, IReadOnlyList<Round> rounds)
    {
        var line = $"{side,-10}  per second: {Spread.Of(rounds.Select(round => round.PerSecond)).ToString("0")};"
            + $" processor ms each: {Spread.Of(rounds.Select(round => round.OurCpu)).Median:0.00} here";
        Report.Line(rounds.Select(round => round.Azurite).OfType<AzuriteUse>().ToList() is { Count: > 0 } uses
            ? $"{line}, {Spread.Of(uses.Select(use => use.Cpu)).Median:0.00} Azurite"
                + $" (busy {Spread.Of(uses.Select(use => use.Busy)).Median:0%} of the time);"
                + $" storage requests each: {uses.Average(use => use.Requests):0.00}, bytes {uses.Average(use => use.Bytes):N0}"
            : line);
    }
}
