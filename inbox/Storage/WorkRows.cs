using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>The rows of work still to be done: what a worker finds, claims, puts off and removes.</summary>
public sealed class WorkRows(InboxStorage storage)
{
    /// <summary>The work; null where it is done.</summary>
    public Task<WorkRow?> FindAsync(WorkId id, CancellationToken cancellation) =>
        storage.Inbox.FindAsync<WorkRow>(id.Conversation.Number.Key, RowKeys.Work(id), cancellation);

    /// <summary>Keeps a command until its owner has taken it; does nothing where work of that id is there already.</summary>
    public async Task AddAsync(WorkId id, Command command, CancellationToken cancellation)
    {
        var row = WorkRow.New(id, WorkKind.TakeCommand, command.At) with { Command = JsonSerializer.Serialize(command, InboxJson.Options) };
        try
        {
            await storage.Inbox.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException exists) when (exists.Status is 409)
        {
            // The same command came before.
        }
    }

    /// <summary>Changes a row that nobody has changed since it was read; null where somebody has.</summary>
    public async Task<WorkRow?> ChangeAsync(WorkRow row, CancellationToken cancellation)
    {
        try
        {
            var response = await storage.Inbox.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            return row with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // Where the answer to a claim is lost, the client repeats it and finds the row changed: by this same claim.
            return row.Claim is not null && await FindAsync(row.Id, cancellation) is { } now && now.Claim == row.Claim ? now : null;
        }
    }

    /// <summary>Removes a row that nobody has changed since it was read.</summary>
    public async Task RemoveAsync(WorkRow row, CancellationToken cancellation)
    {
        try
        {
            await storage.Inbox.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // It is done, or has become other work.
        }
    }

    /// <summary>A number's work that follows from what happened before a time.</summary>
    public IAsyncEnumerable<WorkRow> OlderThanAsync(PhoneNumber number, DateTimeOffset before, CancellationToken cancellation)
    {
        var (from, after) = (RowKeys.AllWork, RowKeys.After(RowKeys.AllWork));
        return storage.Inbox.QueryAsync<WorkRow>(
            row => row.PartitionKey == number.Key && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(after) < 0 && row.At < before,
            cancellationToken: cancellation);
    }
}
