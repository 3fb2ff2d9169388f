using System.Collections.Immutable;

namespace ZuperConnect.Benchmarks;

/// <summary>The extent of the measurements.</summary>
/// <param name="Rounds">The number of rounds for each side.</param>
/// <param name="Messages">The inbound messages in a round with SQLite.</param>
/// <param name="MessagesOneByOne">The inbound messages in a round with one request at a time.</param>
/// <param name="Sizes">The numbers of conversations in the databases whose pages are compared, in ascending order.</param>
/// <param name="Pages">How often each page is read.</param>
/// <param name="AzuriteMessages">The inbound messages in a round with Azurite.</param>
/// <param name="Samples">The number of messages, replies and pages whose storage requests are counted.</param>
/// <param name="SmallTable">The number of conversations in the small table on Azurite.</param>
/// <param name="LargeTable">The number of conversations in the large table.</param>
/// <param name="Customers">The number of customers in an imported file.</param>
/// <param name="Imports">The number of rounds of imports and plain inserts.</param>
internal sealed record Scale(
    int Rounds, int Messages, int MessagesOneByOne, ImmutableArray<int> Sizes, int Pages,
    int AzuriteMessages, int Samples, int SmallTable, int LargeTable, int Customers, int Imports)
{
    /// <summary>The number of conversations that receive messages.</summary>
    public const int Conversations = 200;

    /// <summary>The number of concurrent requests.</summary>
    public const int InFlight = 32;

    /// <summary>Takes many minutes, because it writes a million conversations.</summary>
    public static Scale Full { get; } = new(
        Rounds: 7, Messages: 10_000, MessagesOneByOne: 500, Sizes: [1_000, 100_000, 1_000_000], Pages: 200,
        AzuriteMessages: 1_000, Samples: 30, SmallTable: 500, LargeTable: 2_000, Customers: 2_000, Imports: 2);

    /// <summary>Only shows that everything runs.</summary>
    public static Scale Quick { get; } = new(
        Rounds: 2, Messages: 1_000, MessagesOneByOne: 50, Sizes: [500, 5_000], Pages: 20,
        AzuriteMessages: 200, Samples: 5, SmallTable: 400, LargeTable: 600, Customers: 300, Imports: 1);
}
