namespace ZuperConnect.Storage;

/// <summary>Completes what an earlier version of the app did not store. Other data is another implementation.</summary>
public interface IDataUpgrade
{
    /// <summary>
    /// Completes the data, unless that was done. Called every minute, so it must cost nothing afterwards. Continues after an interruption.
    /// </summary>
    Task RunAsync(CancellationToken cancellation);
}
