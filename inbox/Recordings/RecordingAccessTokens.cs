using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>An access token with its expiry.</summary>
public sealed record RecordingAccessToken(string Text, DateTimeOffset ExpiresAt);

/// <summary>
/// Access tokens for media players that cannot send the user's token: each is valid for one recording and one user for five minutes. The
/// table <c>Tickets</c> contains only hashes.
/// </summary>
public sealed class RecordingAccessTokens(StorageTables storage, TimeProvider time) : IRetention
{
    private const string Partition = "tickets";
    private const string UserColumn = "UserId";
    private const string RecordingColumn = "RecordingId";
    private const string ExpiryColumn = "ExpiresAt";
    private const int Length = 32;

    /// <summary>How long an access token is valid.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Creates an access token.</summary>
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

    /// <summary>The user of a valid access token for a recording; null if it is not valid.</summary>
    public async Task<string?> FindHolderAsync(string ticket, string recordingId, CancellationToken cancellation) =>
        await storage.Tickets.FindAsync(Partition, Key(ticket), cancellation) is { } row
        && row.GetString(RecordingColumn) == recordingId && row.GetDateTimeOffset(ExpiryColumn) > time.GetUtcNow()
            ? row.GetString(UserColumn)
            : null;

    /// <summary>Deletes expired access tokens.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
    {
        var over = RowQuery.InPartition(Partition).Where(ExpiryColumn, Comparison.LessThan, time.GetUtcNow());
        return storage.Tickets.DeleteAsync(over, cancellation);
    }

    private static string Key(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
