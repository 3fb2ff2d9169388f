using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>One of the two things that are compared, with a storage of its own that goes with it.</summary>
internal interface ISide : IAsyncDisposable
{
    /// <summary>What it sends to Azure Storage; null where it uses none.</summary>
    StorageLog? Log { get; }

    /// <summary>Makes, outside the time measured, what is sent, and waits until nothing else is going on.</summary>
    /// <returns>Sends all of it, so many at a time, in the order of the texts.</returns>
    Task<Func<Task>> PrepareAsync(IReadOnlyList<CustomerText> texts, int inFlight);
}
