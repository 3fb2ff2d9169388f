namespace ZuperConnect.Storage;

/// <summary>Tables and blob containers, as Azure Table and Blob Storage have them.</summary>
public interface IStorage
{
    /// <summary>The table of that name; nothing is asked of storage yet.</summary>
    ITable GetTable(string name);

    /// <summary>The container of that name; nothing is asked of storage yet.</summary>
    IBlobContainer GetContainer(string name);
}
