using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>The table <c>Team</c>: one partition with a row for each member, and one for the turn.</summary>
internal static class TeamRows
{
    internal const string Partition = "team";

    /// <summary>No member's key: the same partition, so that a change is made in one transaction with what it was decided by.</summary>
    internal const string TurnRow = "turn";

    internal const string StrangerColumn = "StrangerSince";

    internal static string Key(string userId) => SourceIds.Of("user", userId);

    /// <summary>What is written again has no time any more since when they are a stranger: an admin knows them.</summary>
    internal static TableRow Of(Member member) => Rows.Of(Partition, Key(member.UserId), member);

    internal static StoredMember Read(TableRow row) => new(Rows.Read<Member>(row), row.ETag);

    internal static bool IsMember(TableRow row) => row.RowKey != TurnRow;
}
