using System.Collections.Immutable;

namespace ZuperConnect.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of each side.</param>
/// <param name="Messages">Inbound messages in a round on the embedded store.</param>
/// <param name="MessagesOneByOne">The same with one request at a time.</param>
/// <param name="Sizes">Conversations in the databases whose pages are compared, from the smallest to the largest.</param>
/// <param name="Pages">How often each of those pages is read.</param>
/// <param name="AzuriteMessages">Inbound messages in a round on Azurite.</param>
/// <param name="Samples">Messages, replies and pages whose storage requests are counted.</param>
/// <param name="SmallTable">Conversations in the smaller table of the pages on Azurite.</param>
/// <param name="LargeTable">Conversations in the larger one.</param>
/// <param name="Customers">Customers in an imported file.</param>
/// <param name="Imports">Rounds of imports, and of what they are compared with.</param>
internal sealed record Scale(
    int Rounds, int Messages, int MessagesOneByOne, ImmutableArray<int> Sizes, int Pages,
    int AzuriteMessages, int Samples, int SmallTable, int LargeTable, int Customers, int Imports)
{
    /// <summary>Conversations that messages come to.</summary>
    public const int Conversations = 200;

    /// <summary>Requests at a time.</summary>
    public const int InFlight = 32;

    /// <summary>Many minutes: a million conversations are written.</summary>
    public static Scale Full { get; } = new(
        Rounds: 7, Messages: 10_000, MessagesOneByOne: 500, Sizes: [1_000, 100_000, 1_000_000], Pages: 200,
        AzuriteMessages: 1_000, Samples: 30, SmallTable: 500, LargeTable: 2_000, Customers: 2_000, Imports: 2);

    /// <summary>Shows that everything runs; its numbers say little.</summary>
    public static Scale Quick { get; } = new(
        Rounds: 2, Messages: 1_000, MessagesOneByOne: 50, Sizes: [500, 5_000], Pages: 20,
        AzuriteMessages: 200, Samples: 5, SmallTable: 400, LargeTable: 600, Customers: 300, Imports: 1);
}
