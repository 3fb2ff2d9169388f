using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Demo;

/// <summary>The business of the demo: its members and numbers.</summary>
internal static class DemoTeam
{
    /// <summary>The members. Each has a device.</summary>
    public static ImmutableArray<Member> Members { get; } =
    [
        new("ana", "Ana", Role.Admin, [], Number("14255550191")),
        new("ben", "Ben", Role.Member, [.. Enum.GetValues<Permission>()], Number("14255550192")),
        new("mia", "Mia", Role.Member, [Permission.Conversations, Permission.Phone, Permission.CallLogs], Number("14255550193")),
        new("theo", "Theo", Role.Member, [Permission.Conversations, Permission.Phone], Number("14255550194")),
    ];

    /// <summary>The numbers with their ring groups.</summary>
    public static ImmutableArray<BusinessNumber> Numbers { get; } =
    [
        new(Number("14255550100"), "Front desk") { RingGroup = ["ana", "mia"], Records = true },
        new(Number("14255550101"), "Service line") { RingGroup = ["ben", "theo"], Records = true, RingTime = TimeSpan.FromSeconds(30) },
        new(Number("14255550102"), "Sales") { RingGroup = ["ana", "ben"] },
    ];

    /// <summary>A member in the form that timelines store.</summary>
    public static Author Author(string userId) => Members.Single(member => member.UserId == userId).Author;

    private static PhoneNumber Number(string key) =>
        PhoneNumber.TryParseKey(key, out var number) ? number : throw new ArgumentException("This is no number.", nameof(key));
}
