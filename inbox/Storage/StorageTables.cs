namespace ZuperConnect.Storage;

/// <summary>A table that only the configured telephony provider uses. It is registered with the provider.</summary>
/// <param name="Name">The name.</param>
public sealed record ProviderTable(string Name);

/// <summary>The tables and containers of the inbox (docs/design.md#storage).</summary>
/// <param name="storage">The storage.</param>
/// <param name="ofProvider">The tables of the telephony provider.</param>
public sealed class StorageTables(IStorage storage, IEnumerable<ProviderTable>? ofProvider = null)
{
    private readonly IReadOnlyList<ITable> _ofProvider = [.. (ofProvider ?? []).Select(table => storage.GetTable(table.Name))];

    /// <summary>Conversations, lists, timelines, the call log and work items.</summary>
    public ITable Inbox { get; } = storage.GetTable("Inbox");

    /// <summary>The numbers of the business.</summary>
    public ITable Numbers { get; } = storage.GetTable("Numbers");

    /// <summary>Opt-outs.</summary>
    public ITable OptOuts { get; } = storage.GetTable("OptOuts");

    /// <summary>Active and recent calls.</summary>
    public ITable Calls { get; } = storage.GetTable("Calls");

    /// <summary>The members of the team.</summary>
    public ITable Team { get; } = storage.GetTable("Team");

    /// <summary>Access tokens for recordings and attachments.</summary>
    public ITable Tickets { get; } = storage.GetTable("Tickets");

    /// <summary>The audit log.</summary>
    public ITable Audit { get; } = storage.GetTable("Audit");

    /// <summary>Customers, and the owners of phone numbers.</summary>
    public ITable Customers { get; } = storage.GetTable("Customers");

    /// <summary>The search index.</summary>
    public ITable Search { get; } = storage.GetTable("Search");

    /// <summary>Jobs and their lists.</summary>
    public ITable Jobs { get; } = storage.GetTable("Jobs");

    /// <summary>The team's saved replies.</summary>
    public ITable SavedReplies { get; } = storage.GetTable("SavedReplies");

    /// <summary>The receivers of webhooks, and the log of what was posted to them.</summary>
    public ITable Webhooks { get; } = storage.GetTable("Webhooks");

    /// <summary>Keyed hashes of the numbers of erased customers, and the key.</summary>
    public ITable Erased { get; } = storage.GetTable("Erased");

    /// <summary>Recordings of calls and voicemails.</summary>
    public IBlobContainer Recordings { get; } = storage.GetContainer("recordings");

    /// <summary>Pictures and other files of messages.</summary>
    public IBlobContainer Attachments { get; } = storage.GetContainer("attachments");

    /// <summary>The greetings of numbers.</summary>
    public IBlobContainer Greetings { get; } = storage.GetContainer("greetings");

    /// <summary>Dead letters: events that could not be read.</summary>
    public IBlobContainer Unprocessed { get; } = storage.GetContainer("unprocessed");

    /// <summary>The files and progress of customer imports.</summary>
    public IBlobContainer Imports { get; } = storage.GetContainer("imports");

    /// <summary>All tables, with those of the telephony provider.</summary>
    public IReadOnlyList<ITable> Tables =>
        [Inbox, Numbers, OptOuts, Calls, Team, Audit, Customers, Search, Jobs, SavedReplies, Webhooks, Tickets, Erased, .. _ofProvider];

    /// <summary>All containers.</summary>
    public IReadOnlyList<IBlobContainer> Containers => [Unprocessed, Recordings, Attachments, Greetings, Imports];

    /// <summary>Creates the tables and containers that do not exist.</summary>
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
