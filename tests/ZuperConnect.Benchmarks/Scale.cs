namespace ZuperConnect.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of each side.</param>
/// <param name="Messages">Inbound messages in a round.</param>
/// <param name="Samples">Messages, replies and pages whose requests are counted.</param>
/// <param name="SmallTable">Conversations in the smaller table of the pages.</param>
/// <param name="LargeTable">Conversations in the larger one.</param>
/// <param name="Customers">Customers in an imported file.</param>
/// <param name="Imports">Rounds of imports, and of what they are compared with.</param>
internal sealed record Scale(int Rounds, int Messages, int Samples, int SmallTable, int LargeTable, int Customers, int Imports)
{
    /// <summary>Conversations that messages come to.</summary>
    public const int Conversations = 200;

    /// <summary>Requests at a time.</summary>
    public const int InFlight = 32;

    /// <summary>A few minutes.</summary>
    public static Scale Full { get; } = new(Rounds: 9, Messages: 3_000, Samples: 50, SmallTable: 1_000, LargeTable: 10_000, Customers: 10_000, Imports: 2);

    /// <summary>Shows that everything runs; its numbers say little.</summary>
    public static Scale Quick { get; } = new(Rounds: 2, Messages: 200, Samples: 5, SmallTable: 600, LargeTable: 2_000, Customers: 1_000, Imports: 1);
}
