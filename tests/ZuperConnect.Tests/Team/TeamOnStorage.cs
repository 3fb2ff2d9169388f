using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Team;

/// <summary>The team stores of one process.</summary>
internal sealed class TeamOnStorage
{
    public TeamOnStorage(IStorage storage, string? firstAdmin, TimeProvider time)
    {
        var tables = new StorageTables(storage);
        Store = new(tables, time);
        Changes = new(tables, Store);
        Provisioning = new(Store, Changes, new(firstAdmin));
    }

    public TeamStore Store { get; }

    public TeamChanges Changes { get; }

    public MemberProvisioning Provisioning { get; }
}
