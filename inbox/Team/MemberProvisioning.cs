namespace ZuperConnect.Team;

/// <summary>
/// Who becomes an admin at the first sign-in (docs/design.md#access). The name is a user's id as the issuer writes it, or the name they
/// sign in with, see <see cref="User.SignInName"/>; null: the first user ever is it.
/// </summary>
public sealed record FirstAdmin(string? Name);

/// <summary>Makes members of the users who sign in.</summary>
public sealed class MemberProvisioning(TeamStore team, TeamChanges changes, FirstAdmin firstAdmin)
{
    /// <summary>
    /// The member that a signed-in user is. Who signs in for the first time becomes one without permissions; who is to be the first
    /// admin becomes that while there is none.
    /// </summary>
    public async ValueTask<Member> FindOrAddAsync(User user, CancellationToken cancellation)
    {
        if (await team.FindAsync(user.Id, cancellation) is { } member && !(member.Role is Role.Member && IsNamed(user)))
        {
            return member;
        }

        var members = await team.ListAsync(cancellation);
        if (TeamStore.Of(members, user.Id) is null)
        {
            if (firstAdmin.Name is not null || !members.IsEmpty || !await team.AddFirstAsync([New(Role.Admin)], cancellation))
            {
                await team.AddStrangerAsync(New(Role.Member), cancellation);
            }

            members = await team.ListAsync(cancellation);
        }

        if (TeamStore.Of(members, user.Id) is { Member.Role: Role.Member } stored && IsNamed(user) && !members.Any(one => one.IsAdmin))
        {
            await changes.ChangeAsync(
                now => !now.Any(one => one.IsAdmin), stored, stored.Member with { Role = Role.Admin }, () => Task.CompletedTask,
                cancellation);
            members = await team.ListAsync(cancellation);
        }

        return TeamStore.Of(members, user.Id)?.Member ?? New(Role.Member);

        Member New(Role role) => new(user.Id, user.Name, role, [], null);
    }

    private bool IsNamed(User user) => firstAdmin.Name is { } name
        && (name == user.Id || name.Equals(user.SignInName, StringComparison.OrdinalIgnoreCase));
}
