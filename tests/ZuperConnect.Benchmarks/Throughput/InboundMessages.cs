using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Inbound messages per second through the whole local path, beside bare transactions of the same rows.</summary>
internal static class InboundMessages
{
    private const double Goal = 0.6;

    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        Report.Title(
            $"Inbound messages per second: {Scale.InFlight} requests in flight, {Scale.Conversations} existing conversations,"
            + $" {scale.Rounds} rounds of {scale.Messages:N0} messages for each side, in turns");
        Report.Line("whole path: HTTP post of Event Grid's event -> local host -> rules -> transaction -> 202, with the posting client, in this process");
        Report.Line("bare:       the transactions of the same texts, made beforehand by the inbox's own code; this process's table client only submits them");
        Report.Line("Each round has tables of its own, so rows of earlier rounds slow neither side.");

        // Code is compiled before anything counts.
        await RunAsync(WholePath.StartAsync, azurite, scale);
        await RunAsync(BareTransactions.StartAsync, azurite, scale);

        var (whole, bare) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < scale.Rounds; round++)
        {
            // Each goes first every other time: what drifts does not favour one of them.
            if (round % 2 is 0)
            {
                whole.Add(await RunAsync(WholePath.StartAsync, azurite, scale));
                bare.Add(await RunAsync(BareTransactions.StartAsync, azurite, scale));
            }
            else
            {
                bare.Add(await RunAsync(BareTransactions.StartAsync, azurite, scale));
                whole.Add(await RunAsync(WholePath.StartAsync, azurite, scale));
            }
        }

        Print("whole path", whole);
        Print("bare", bare);
        var ratio = Spread.Of(whole.Select(round => round.PerSecond)).Median / Spread.Of(bare.Select(round => round.PerSecond)).Median;
        var neighbours = Spread.Of(whole.Zip(bare, (one, other) => one.PerSecond / other.PerSecond));
        Report.Line($"ratio of the medians: {ratio:0.00}; of neighbouring rounds: {neighbours.ToString("0.00")}");
        Report.Goal($"at least {Goal:0.0}", ratio >= Goal);
    }

    private static async Task<Round> RunAsync(Func<string, Task<ISide>> start, OneAzurite azurite, Scale scale)
    {
        await using var side = await start(azurite.NewAccount());
        return await Round.RunAsync(side, scale.Messages, azurite.ProcessId);
    }

    private static void Print(string side, List<Round> rounds) => Report.Line(
        $"{side,-10}  per second: {Spread.Of(rounds.Select(round => round.PerSecond)).ToString("0")};"
        + $" processor ms each: {Spread.Of(rounds.Select(round => round.OurCpu)).Median:0.00} here,"
        + $" {Spread.Of(rounds.Select(round => round.AzuriteCpu)).Median:0.00} Azurite"
        + $" (busy {Spread.Of(rounds.Select(round => round.AzuriteBusy)).Median:0%} of the time);"
        + $" storage requests each: {rounds.Average(round => round.Requests):0.00}, bytes {rounds.Average(round => round.Bytes):N0}");
}
