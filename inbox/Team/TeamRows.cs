using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>The table <c>Team</c>: one partition with a row for each member, and one for the turn.</summary>
internal static class TeamRows
{
    internal const string Partition = "team";

    /// <summary>Not the key of any member. In the same partition, so that it is part of the transaction.</summary>
    internal const string TurnRow = "turn";

    internal const string SignedInColumn = "StrangerSince";

    internal static string Key(string userId) => SourceIds.Of("user", userId);

    /// <summary>A row that is written again has no time of the first sign-in: an admin has changed it.</summary>
    internal static TableRow Of(Member member) => JsonRows.Of(Partition, Key(member.UserId), member);

    internal static StoredMember Read(TableRow row) => new(JsonRows.Read<Member>(row), row.ETag);

    internal static bool IsMember(TableRow row) => row.RowKey != TurnRow;
}
