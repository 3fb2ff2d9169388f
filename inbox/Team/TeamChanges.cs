using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>What became of a change of a member.</summary>
public enum MemberChange
{
    /// <summary>It is made.</summary>
    Made,

    /// <summary>Somebody else changed the member since the tag was read, or there is no such member.</summary>
    Outdated,

    /// <summary>It would leave the team without an admin.</summary>
    LastAdmin,

    /// <summary>Whoever asks for it is no admin, or not any more.</summary>
    NotAllowed,
}

/// <summary>Changes members, one change after the other: each is decided by the team as it is when it is made.</summary>
public sealed class TeamChanges(StorageTables storage, TeamStore team)
{
    private const int Attempts = 10;

    /// <summary>Changes a member whom nobody has changed since, as an admin.</summary>
    /// <param name="adminId">Who changes them: whether they are an admin is decided by what is stored when the change is made.</param>
    /// <param name="changed">The member as they are to be, with the tag that was read.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<MemberChange> SaveAsync(string adminId, StoredMember changed, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), changed, changed.Member, begins, cancellation);

    /// <summary>Removes a member whom nobody has changed since, as an admin. Should they sign in again, they are a stranger.</summary>
    /// <param name="adminId">Who removes them, see <see cref="SaveAsync"/>.</param>
    /// <param name="member">The member, with the tag that was read.</param>
    /// <param name="begins">Called once nothing speaks against it, before it is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<MemberChange> RemoveAsync(string adminId, StoredMember member, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), member, null, begins, cancellation);

    /// <summary>Changes a member's device on their own behalf, if they may still call.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="device">The phone that is to ring for calls; null: none.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MemberChange> SetOwnDeviceAsync(string userId, PhoneNumber? device, Func<Task> begins, CancellationToken cancellation)
    {
        for (var attempt = 1; await team.ReadAsync(userId, cancellation) is { } stored; attempt++)
        {
            var change = await ChangeAsync(
                members =>
                    TeamStore.Of(members, userId)?.Member.May(Permission.Phone) is true, stored,
                    stored.Member with { Device = device }, begins, cancellation);
            if (change is not MemberChange.Outdated || attempt == Attempts)
            {
                return change;
            }
        }

        return MemberChange.NotAllowed;
    }

    /// <summary>
    /// Changes a member, or removes them. Changes go one after the other, each in one transaction with the turn that it takes: what is read
    /// after the turn is still so when the change is made, or the change is decided anew. So nobody makes a change who has just ceased to
    /// be an admin, and two at a time do not take the last two admins away.
    /// </summary>
    /// <param name="isAllowed">Whether it may be made, by the members as they are when it is made.</param>
    /// <param name="read">The member as they were read.</param>
    /// <param name="after">The member as they are to be; null: gone.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
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
                // Where the answer to a change is lost, the client repeats it and finds it made.
                return begun && (before is null || after is null ? before is null && after is null : Rows.AreSame(before.Member, after))
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
                // Somebody else was faster.
            }
            finally
            {
                await team.ListAsync(cancellation);
            }
        }
    }

    /// <summary>What takes the turn, if nobody takes it before.</summary>
    private async Task<RowChange> TurnAsync(CancellationToken cancellation) =>
        await storage.Team.FindAsync(TeamRows.Partition, TeamRows.TurnRow, cancellation) is { } turn
            ? new RowChange.Replace(new TableRow(TeamRows.Partition, TeamRows.TurnRow), turn.ETag)
            : new RowChange.Insert(new TableRow(TeamRows.Partition, TeamRows.TurnRow));

    private static bool IsAdminOf(ImmutableArray<StoredMember> members, string userId) =>
        TeamStore.Of(members, userId) is { IsAdmin: true };
}
