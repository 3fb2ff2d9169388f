using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Team;

/// <summary>What a member of the team is to the inbox.</summary>
public enum Role
{
    /// <summary>Uses it, as far as the permissions go.</summary>
    Member,

    /// <summary>Runs it, and may do everything.</summary>
    Admin,
}

/// <summary>What a member may be allowed to do.</summary>
/// <remarks>See docs/design.md#access.</remarks>
public enum Permission
{
    /// <summary>Read and answer conversations, hear their recordings, and keep customers and jobs.</summary>
    Conversations,

    /// <summary>Call customers.</summary>
    Phone,

    /// <summary>Read the call log.</summary>
    CallLogs,
}

/// <summary>A member of the team, as it is stored.</summary>
/// <param name="UserId">Who: the id in the token, see <see cref="User.From"/>.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Role">What for.</param>
/// <param name="Permissions">What a member may do who is no admin.</param>
/// <param name="Device">The phone that rings for calls; null where the member takes none.</param>
public sealed record Member(string UserId, string Name, Role Role, ImmutableArray<Permission> Permissions, PhoneNumber? Device)
{
    /// <summary>The member as timelines name them.</summary>
    [JsonIgnore]
    public Author Author => new(UserId, Name);

    /// <summary>Whether the member may do something.</summary>
    public bool May(Permission permission) => Role is Role.Admin || Permissions.Contains(permission);

    /// <summary>Whether the member may do anything at all.</summary>
    [JsonIgnore]
    public bool MayAnything => Role is Role.Admin || !Permissions.IsEmpty;
}
