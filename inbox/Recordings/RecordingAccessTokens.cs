using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>A ticket, and until when it counts.</summary>
public sealed record RecordingAccessToken(string Text, DateTimeOffset ExpiresAt);

/// <summary>
/// Tickets for players that cannot send a token: each opens one recording, for one user, for five minutes. The table <c>Tickets</c> has
/// their hashes, which open nothing.
/// </summary>
public sealed class RecordingAccessTokens(StorageTables storage, TimeProvider time)
{
    private const string Partition = "tickets";
    private const string UserColumn = "UserId";
    private const string RecordingColumn = "RecordingId";
    private const string ExpiryColumn = "ExpiresAt";
    private const int Length = 32;

    /// <summary>How long a ticket counts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes a ticket.</summary>
    public async Task<RecordingAccessToken> IssueAsync(string userId, string recordingId, CancellationToken cancellation)
    {
        var token = new RecordingAccessToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)), time.GetUtcNow() + Lifetime);
        var row = new TableRow(Partition, Key(token.Text))
        {
            [UserColumn] = userId,
            [RecordingColumn] = recordingId,
            [ExpiryColumn] = token.ExpiresAt,
        };
        await storage.Tickets.InsertAsync(row, cancellation);
        return token;
    }

    /// <summary>The user whose ticket opens a recording now; null where it opens none, or another.</summary>
    public async Task<string?> FindHolderAsync(string ticket, string recordingId, CancellationToken cancellation) =>
        await storage.Tickets.FindAsync(Partition, Key(ticket), cancellation) is { } row
        && row.GetString(RecordingColumn) == recordingId && row.GetDateTimeOffset(ExpiryColumn) > time.GetUtcNow()
            ? row.GetString(UserColumn)
            : null;

    /// <summary>Forgets the tickets whose time is over.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
    {
        var over = RowQuery.InPartition(Partition).Where(ExpiryColumn, Comparison.LessThan, time.GetUtcNow());
        return storage.Tickets.DeleteAsync(over, cancellation);
    }

    private static string Key(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
