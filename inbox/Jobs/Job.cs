using ZuperConnect.Conversations;

namespace ZuperConnect.Jobs;

/// <summary>The status of a job. It may change to any other.</summary>
public enum JobStatus
{
    /// <summary>To be done.</summary>
    Open,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Canceled.</summary>
    Canceled,
}

/// <summary>A job that the business does for a customer.</summary>
/// <param name="Id">A UUID from the client.</param>
/// <param name="ConversationId">The conversation in which it was created.</param>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="CustomerName">The name of the customer at that time.</param>
/// <param name="Title">The title.</param>
/// <param name="Notes">The notes; null if there are none.</param>
/// <param name="Status">The status.</param>
/// <param name="CreatedBy">The user who created it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When the status was last changed.</param>
/// <param name="Version">Increases by one with every change.</param>
public sealed record Job(
    string Id, ConversationId ConversationId, string CustomerId, string CustomerName,
    string Title, string? Notes, JobStatus Status, Author CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, long Version = 1);
