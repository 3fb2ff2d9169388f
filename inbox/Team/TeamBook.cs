using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>What a member of the team is to the inbox.</summary>
public enum Role
{
    /// <summary>Uses it.</summary>
    Member,

    /// <summary>Runs it, too.</summary>
    Admin,
}

/// <summary>A member of the team, as it is stored.</summary>
/// <param name="UserId">Who: the id in the token, see <see cref="User.From"/>.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Role">What for.</param>
/// <param name="Device">The phone that rings for calls; null where the member takes none.</param>
public sealed record Member(string UserId, string Name, Role Role, PhoneNumber? Device)
{
    /// <summary>The member as timelines name them.</summary>
    public Author Author => new(UserId, Name);
}

/// <summary>The team: few, so it is kept in memory and read again every half a minute.</summary>
public sealed class TeamBook(InboxStorage storage, TimeProvider time)
{
    private const string Partition = "team";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    /// <summary>All members.</summary>
    public async ValueTask<ImmutableArray<Member>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Fresh ? _known.Members : await ReadAsync(cancellation);

    /// <summary>A member; null where there is no such.</summary>
    public async ValueTask<Member?> FindAsync(string userId, CancellationToken cancellation) =>
        (await AllAsync(cancellation)).FirstOrDefault(member => member.UserId == userId);

    /// <summary>Adds a member; does nothing where that user is one already.</summary>
    public async Task AddAsync(Member member, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.AddEntityAsync(Row(member), cancellation);
        }
        catch (RequestFailedException known) when (known.Status is 409)
        {
            // Somebody was faster.
        }

        await ReadAsync(cancellation);
    }

    /// <summary>Writes a member, whatever was known of them before.</summary>
    public async Task SaveAsync(Member member, CancellationToken cancellation)
    {
        await storage.Team.UpsertEntityAsync(Row(member), TableUpdateMode.Replace, cancellation);
        await ReadAsync(cancellation);
    }

    private static TableEntity Row(Member member) => Rows.Of(Partition, SourceIds.Of("user", member.UserId), member);

    private async Task<ImmutableArray<Member>> ReadAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var members = ImmutableArray.CreateBuilder<Member>();
        await foreach (var row in storage.Team.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellation))
        {
            members.Add(Rows.Read<Member>(row));
        }

        _known = new(members.ToImmutable(), at);
        return _known.Members;
    }

    private sealed record Known(ImmutableArray<Member> Members, DateTimeOffset At);
}
