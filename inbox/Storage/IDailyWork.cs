namespace ZuperConnect.Storage;

/// <summary>What is done once a day, such as deleting data that is kept for a limited time.</summary>
public interface IDailyWork
{
    /// <summary>Does what is due. What is left, or failed, is done on the next day.</summary>
    Task RunDailyAsync(CancellationToken cancellation);
}
