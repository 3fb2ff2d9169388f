using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Team;

/// <summary>A team as one process has it.</summary>
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
