using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Measures inbound messages per second through the whole local path, compared with plain transactions of the same rows.</summary>
internal static class InboundMessages
{
    private const double EmbeddedGoal = 0.5;
    private const double AzuriteGoal = 0.6;

    /// <summary>Measures with SQLite, compared with plain SQLite.</summary>
    public static async Task MeasureAsync(Scale scale)
    {
        Title("the embedded store", scale);
        Report.Line(
            "bare:       the rows of the same texts, made beforehand by the inbox's own code; one thread of this process writes them");
        Report.Line(
            "            by prepared commands of Microsoft.Data.Sqlite (the store's schema, WAL, synchronous=FULL), and commits as many");
        Report.Line("            texts at a time as are in flight");
        await MeasureAsync(scale, Scale.InFlight, scale.Messages, EmbeddedGoal);
        await MeasureAsync(scale, 1, scale.MessagesOneByOne, goal: null);
    }

    /// <summary>Measures with Azurite, compared with plain transactions.</summary>
    public static async Task MeasureAsync(OneAzurite azurite, Scale scale)
    {
        Title("Azurite", scale);
        Report.Line("bare:       the transactions of the same texts, made beforehand by the inbox's own code; this process's table client");
        Report.Line("            only submits them");
        Report.Line("Each round has tables of its own, so rows of earlier rounds slow neither side.");
        Report.Line($"{Scale.InFlight} in flight, {scale.AzuriteMessages:N0} messages a round:");
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            () => RunAsync(WholePath.StartAsync(azurite.NewAccount()), scale.AzuriteMessages, Scale.InFlight, azurite),
            () => RunAsync(BareTransactions.StartAsync(azurite.NewAccount()), scale.AzuriteMessages, Scale.InFlight, azurite));
        rounds.Print(AzuriteGoal);
    }

    private static async Task MeasureAsync(Scale scale, int inFlight, int messages, double? goal)
    {
        Report.Line($"{inFlight} in flight, {messages:N0} messages a round:");
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            () => RunAsync(WholePath.StartAsync(), messages, inFlight),
            () => RunAsync(BareSqlite.StartAsync(), messages, inFlight));
        rounds.Print(goal);
    }

    private static void Title(string storage, Scale scale)
    {
        Report.Title(
            $"Inbound messages per second on {storage}: {Scale.Conversations} existing conversations, {scale.Rounds} rounds of each side,"
            + " in turns");
        Report.Line(
            "whole path: HTTP post of Event Grid's event -> local host -> rules -> transaction -> 202, with the posting client, in");
        Report.Line("            this process");
    }

    private static async Task<Round> RunAsync(Task<ISide> starting, int messages, int inFlight, OneAzurite? azurite = null)
    {
        await using var side = await starting;
        return await Round.RunAsync(side, messages, inFlight, azurite);
    }
}
