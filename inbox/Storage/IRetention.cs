namespace ZuperConnect.Storage;

/// <summary>What is kept for some time and then forgotten. A part that keeps something for a time is one more implementation.</summary>
public interface IRetention
{
    /// <summary>Forgets what has been kept long enough. It runs once a day.</summary>
    Task ForgetAsync(CancellationToken cancellation);
}
