namespace ZuperConnect.Storage;

/// <summary>Data that is kept for a limited time. Other data of that kind is another implementation.</summary>
public interface IRetention
{
    /// <summary>Deletes expired data. Runs once a day.</summary>
    Task ForgetAsync(CancellationToken cancellation);
}
