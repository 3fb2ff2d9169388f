using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>One side of a comparison, with its own storage.</summary>
internal interface ISide : IAsyncDisposable
{
    /// <summary>The recorded storage requests; null without Azure Storage.</summary>
    StorageLog? Log { get; }

    /// <summary>Prepares the messages outside the measured time, and waits until nothing else is running.</summary>
    /// <returns>Sends the messages in order, with this number of concurrent requests.</returns>
    Task<Func<Task>> PrepareAsync(IReadOnlyList<CustomerText> texts, int inFlight);
}
