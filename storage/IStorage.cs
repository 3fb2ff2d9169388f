namespace ZuperConnect.Storage;

/// <summary>Tables and blob containers.</summary>
public interface IStorage
{
    /// <summary>Gets a table. Sends no request.</summary>
    ITable GetTable(string name);

    /// <summary>Gets a container. Sends no request.</summary>
    IBlobContainer GetContainer(string name);
}
