using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>The result of changing a member.</summary>
public enum MemberChange
{
    /// <summary>The change was made.</summary>
    Made,

    /// <summary>The member was changed since the ETag was read, or does not exist.</summary>
    Outdated,

    /// <summary>The team would have no admin.</summary>
    LastAdmin,

    /// <summary>The requesting user is not an admin (any more).</summary>
    NotAllowed,
}

/// <summary>Changes members one after the other. Each change is decided with the current team.</summary>
public sealed class TeamChanges(StorageTables storage, TeamStore team)
{
    private const int Attempts = 10;

    /// <summary>Changes an unchanged member as an admin.</summary>
    /// <param name="adminId">The requesting admin. The stored role at the time of the change counts.</param>
    /// <param name="changed">The changed member, with the ETag that was read.</param>
    /// <param name="begins">Called once, before the change is made, if nothing prevents it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<MemberChange> SaveAsync(string adminId, StoredMember changed, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), changed, changed.Member, begins, cancellation);

    /// <summary>Removes an unchanged member as an admin. If the user signs in again, it is as a new user.</summary>
    /// <param name="adminId">The requesting admin, see <see cref="SaveAsync"/>.</param>
    /// <param name="member">The member, with the ETag that was read.</param>
    /// <param name="begins">Called once, before the change is made, if nothing prevents it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<MemberChange> RemoveAsync(string adminId, StoredMember member, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), member, null, begins, cancellation);

    /// <summary>
    /// Takes the role, permissions and device from a member, even from the last admin: the next admin is the configured first one.
    /// </summary>
    public async Task RevokeAsync(StoredMember member, CancellationToken cancellation)
    {
        var revoked = member.Member with { Role = Role.Member, Permissions = [], Device = null };
        await storage.Team.SubmitAsync(
            [new RowChange.Replace(TeamRows.Of(revoked), member.ETag), await TurnAsync(cancellation)], cancellation);
        await team.ListAsync(cancellation);
    }

    /// <summary>Changes what a member may change about themselves.</summary>
    /// <param name="userId">The member.</param>
    /// <param name="isAllowed">Whether the member may do so, with the permissions at the time of the change.</param>
    /// <param name="change">The change.</param>
    /// <param name="begins">Called once, before the change is made, if nothing prevents it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<MemberChange> ChangeOwnAsync(
        string userId, Func<Member, bool> isAllowed, Func<Member, Member> change, Func<Task> begins, CancellationToken cancellation)
    {
        for (var attempt = 1; await team.ReadAsync(userId, cancellation) is { } stored; attempt++)
        {
            var result = await ChangeAsync(
                members => TeamStore.Of(members, userId) is { Member: var member } && isAllowed(member),
                stored, change(stored.Member), begins, cancellation);
            if (result is not MemberChange.Outdated || attempt == Attempts)
            {
                return result;
            }
        }

        return MemberChange.NotAllowed;
    }

    /// <summary>
    /// Changes or removes a member. All changes update the same row (the turn) in their transaction, so they are serialized: if the team
    /// changed after it was read, the transaction fails and the change is decided again. So a demoted admin cannot make changes, and two
    /// concurrent changes cannot remove the last two admins.
    /// </summary>
    /// <param name="isAllowed">Whether the change is allowed, with the current team.</param>
    /// <param name="read">The member as read.</param>
    /// <param name="after">The changed member; null to remove.</param>
    /// <param name="begins">Called once, before the change is made, if nothing prevents it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async Task<MemberChange> ChangeAsync(
        Func<ImmutableArray<StoredMember>, bool> isAllowed, StoredMember read,
        Member? after, Func<Task> begins, CancellationToken cancellation)
    {
        for (var (attempt, begun) = (1, false); ; attempt++)
        {
            var turn = await TurnAsync(cancellation);
            var members = await team.ListAsync(cancellation);
            var before = TeamStore.Of(members, read.Member.UserId);
            if (before?.ETag != read.ETag)
            {
                // If the response to a change is lost, the client repeats the request and finds the change made.
                return begun && (before is null || after is null ? before is null && after is null : JsonRows.AreSame(before.Member, after))
                    ? MemberChange.Made : MemberChange.Outdated;
            }

            if (!isAllowed(members))
            {
                return MemberChange.NotAllowed;
            }

            if (before.IsAdmin && after?.Role is not Role.Admin && members.Count(one => one.IsAdmin) is 1)
            {
                return MemberChange.LastAdmin;
            }

            if (!begun)
            {
                await begins();
                begun = true;
            }

            try
            {
                await storage.Team.SubmitAsync(
                    [
                        after is null
                            ? new RowChange.Delete(TeamRows.Partition, TeamRows.Key(before.Member.UserId), read.ETag)
                            : new RowChange.Replace(TeamRows.Of(after), read.ETag),
                        turn,
                    ],
                    cancellation);
                return MemberChange.Made;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                // Changed meanwhile: try again.
            }
            finally
            {
                await team.ListAsync(cancellation);
            }
        }
    }

    /// <summary>The change that fails if another change took the turn.</summary>
    private async Task<RowChange> TurnAsync(CancellationToken cancellation) =>
        await storage.Team.FindAsync(TeamRows.Partition, TeamRows.TurnRow, cancellation) is { } turn
            ? new RowChange.Replace(new TableRow(TeamRows.Partition, TeamRows.TurnRow), turn.ETag)
            : new RowChange.Insert(new TableRow(TeamRows.Partition, TeamRows.TurnRow));

    private static bool IsAdminOf(ImmutableArray<StoredMember> members, string userId) =>
        TeamStore.Of(members, userId) is { IsAdmin: true };
}
