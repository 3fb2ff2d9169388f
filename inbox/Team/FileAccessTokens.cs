using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>An access token with its expiry.</summary>
public sealed record FileAccessToken(string Text, DateTimeOffset ExpiresAt);

/// <summary>
/// Access tokens for those that cannot send the user's token. One for a media player or an image on a page is valid for one file and one
/// user, for five minutes. One for the telephony provider is valid for one file, for as long as the provider may need to get it. The table
/// <c>Tickets</c> contains only hashes.
/// </summary>
public sealed class FileAccessTokens(StorageTables storage, TimeProvider time) : IDailyWork
{
    private const string Partition = "tickets";
    private const string UserColumn = "UserId";
    private const string FileColumn = "RecordingId";
    private const string ExpiryColumn = "ExpiresAt";
    private const int Length = 32;

    /// <summary>How long an access token of a user is valid.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an access token of the provider is valid.</summary>
    public static TimeSpan ProviderLifetime { get; } = TimeSpan.FromHours(2);

    /// <summary>Creates an access token for a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="file">The recording or attachment.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<FileAccessToken> IssueAsync(string userId, string file, CancellationToken cancellation) =>
        IssueAsync(userId, file, Lifetime, cancellation);

    /// <summary>Creates an access token for the telephony provider.</summary>
    public Task<FileAccessToken> IssueToProviderAsync(string file, CancellationToken cancellation) =>
        IssueAsync(null, file, ProviderLifetime, cancellation);

    /// <summary>The user of a valid access token for a file; null if it is not valid.</summary>
    public async Task<string?> FindHolderAsync(string ticket, string file, CancellationToken cancellation) =>
        await FindAsync(ticket, cancellation) is { } row && row.GetString(FileColumn) == file ? row.GetString(UserColumn) : null;

    /// <summary>The file of a valid access token of the provider; null if it is not valid.</summary>
    public async Task<string?> FindFileOfProviderAsync(string ticket, CancellationToken cancellation) =>
        await FindAsync(ticket, cancellation) is { } row && row.GetString(UserColumn) is null ? row.GetString(FileColumn) : null;

    /// <summary>Deletes expired access tokens.</summary>
    public Task RunDailyAsync(CancellationToken cancellation)
    {
        var over = RowQuery.InPartition(Partition).Where(ExpiryColumn, Comparison.LessThan, time.GetUtcNow());
        return storage.Tickets.DeleteAsync(over, cancellation);
    }

    private async Task<FileAccessToken> IssueAsync(string? userId, string file, TimeSpan lifetime, CancellationToken cancellation)
    {
        var token = new FileAccessToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)), time.GetUtcNow() + lifetime);
        var row = new TableRow(Partition, Key(token.Text))
        {
            [UserColumn] = userId,
            [FileColumn] = file,
            [ExpiryColumn] = token.ExpiresAt,
        };
        await storage.Tickets.InsertAsync(row, cancellation);
        return token;
    }

    private async Task<TableRow?> FindAsync(string ticket, CancellationToken cancellation) =>
        await storage.Tickets.FindAsync(Partition, Key(ticket), cancellation) is { } row
        && row.GetDateTimeOffset(ExpiryColumn) > time.GetUtcNow() ? row : null;

    private static string Key(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
