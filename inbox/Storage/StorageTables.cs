namespace ZuperConnect.Storage;

/// <summary>The tables and containers of the inbox, see docs/design.md#storage.</summary>
public sealed class StorageTables(IStorage storage)
{
    /// <summary>Conversations, their places in the views, their timelines, and the work that follows from them.</summary>
    public ITable Inbox { get; } = storage.GetTable("Inbox");

    /// <summary>The numbers of the business.</summary>
    public ITable Numbers { get; } = storage.GetTable("Numbers");

    /// <summary>Who refuses our texts.</summary>
    public ITable OptOuts { get; } = storage.GetTable("OptOuts");

    /// <summary>Live calls, and those that ended lately.</summary>
    public ITable Calls { get; } = storage.GetTable("Calls");

    /// <summary>The members of the team.</summary>
    public ITable Team { get; } = storage.GetTable("Team");

    /// <summary>Tickets that open a recording for a few minutes.</summary>
    public ITable Tickets { get; } = storage.GetTable("Tickets");

    /// <summary>Who did what.</summary>
    public ITable Audit { get; } = storage.GetTable("Audit");

    /// <summary>Customers, and who has which phone number.</summary>
    public ITable Customers { get; } = storage.GetTable("Customers");

    /// <summary>Words by which conversations are found.</summary>
    public ITable Search { get; } = storage.GetTable("Search");

    /// <summary>Jobs, and their places in the lists.</summary>
    public ITable Jobs { get; } = storage.GetTable("Jobs");

    /// <summary>What has to be known of erased customers' numbers, as keyed hashes, and the key.</summary>
    public ITable Erased { get; } = storage.GetTable("Erased");

    /// <summary>Recordings of calls and voicemails.</summary>
    public IBlobContainer Recordings { get; } = storage.GetContainer("recordings");

    /// <summary>The greetings that callers hear, WAV files; the rows of numbers name them.</summary>
    public IBlobContainer Greetings { get; } = storage.GetContainer("greetings");

    /// <summary>What came from outside and could not be read, as it came.</summary>
    public IBlobContainer Unprocessed { get; } = storage.GetContainer("unprocessed");

    /// <summary>Files of customers on their way in, and how far each is.</summary>
    public IBlobContainer Imports { get; } = storage.GetContainer("imports");

    /// <summary>All tables.</summary>
    public IReadOnlyList<ITable> Tables => [Inbox, Numbers, OptOuts, Calls, Team, Audit, Customers, Search, Jobs, Tickets, Erased];

    /// <summary>All containers.</summary>
    public IReadOnlyList<IBlobContainer> Containers => [Unprocessed, Recordings, Greetings, Imports];

    /// <summary>Makes what is not there yet.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in Tables)
        {
            await table.CreateIfNotExistsAsync(cancellation);
        }

        foreach (var container in Containers)
        {
            await container.CreateIfNotExistsAsync(cancellation);
        }
    }
}
