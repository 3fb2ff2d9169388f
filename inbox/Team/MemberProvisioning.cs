namespace ZuperConnect.Team;

/// <summary>
/// The setting for the first admin (docs/design.md#access): a user's id as the issuer writes it, or the name with which the user signs in,
/// see <see cref="User.SignInName"/>. Null if the first user becomes the admin.
/// </summary>
public sealed record FirstAdmin(string? Name);

/// <summary>Adds users as members when they sign in for the first time.</summary>
public sealed class MemberProvisioning(TeamStore team, TeamChanges changes, FirstAdmin firstAdmin)
{
    /// <summary>
    /// The member of a signed-in user. A new user becomes a member without permissions. The configured first admin becomes an admin if
    /// there is none.
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
                await team.AddNewUserAsync(New(Role.Member), cancellation);
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
