using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Team;

/// <summary>The role of a member.</summary>
public enum Role
{
    /// <summary>Uses the inbox according to the permissions.</summary>
    Member,

    /// <summary>Administers the inbox and has all permissions.</summary>
    Admin,
}

/// <summary>A permission of a member.</summary>
/// <remarks>See docs/design.md#access.</remarks>
public enum Permission
{
    /// <summary>Read and answer conversations, play their recordings, and edit customers and jobs.</summary>
    Conversations,

    /// <summary>Call customers.</summary>
    Phone,

    /// <summary>Read the call log.</summary>
    CallLogs,
}

/// <summary>A member of the team.</summary>
/// <param name="UserId">The user id from the token, see <see cref="User.From"/>.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Permissions">The permissions. An admin has all of them.</param>
/// <param name="Device">The phone that rings for calls; null if there is none.</param>
public sealed record Member(string UserId, string Name, Role Role, ImmutableArray<Permission> Permissions, PhoneNumber? Device)
{
    /// <summary>Whether the member is away: their device does not ring, and they are assigned no conversation.</summary>
    public bool Away { get; init; }

    /// <summary>Whether conversations can be assigned to the member.</summary>
    [JsonIgnore]
    public bool CanBeAssigned => !Away && May(Permission.Conversations);

    /// <summary>The member in the form that timelines store.</summary>
    [JsonIgnore]
    public Author Author => new(UserId, Name);

    /// <summary>Whether the member has a permission.</summary>
    public bool May(Permission permission) => Role is Role.Admin || Permissions.Contains(permission);

    /// <summary>Whether the member has any permission.</summary>
    [JsonIgnore]
    public bool MayAnything => Role is Role.Admin || !Permissions.IsEmpty;
}
