namespace ZuperConnect.Outbox;

/// <summary>Completes what an earlier version of the app did not store. Other data is another implementation.</summary>
public interface IDataUpgrade
{
    /// <summary>
    /// Completes the data, unless that was done. Called every minute, so it must cost nothing afterwards. Continues after an interruption.
    /// </summary>
    /// <returns>The work that was added for it and is to start now; null for none.</returns>
    Task<WorkItem?> RunAsync(CancellationToken cancellation);
}
