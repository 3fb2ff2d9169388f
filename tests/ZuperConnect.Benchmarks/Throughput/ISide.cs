using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>One of the two things that are compared, with tables of its own that go with it.</summary>
internal interface ISide : IAsyncDisposable
{
    /// <summary>What it sends to storage.</summary>
    StorageLog Log { get; }

    /// <summary>Makes, outside the time measured, what is sent: one call for each text, in their order.</summary>
    IReadOnlyList<Func<Task>> Prepare(IReadOnlyList<CustomerText> texts);
}
