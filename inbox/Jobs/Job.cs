using ZuperConnect.Conversations;

namespace ZuperConnect.Jobs;

/// <summary>How far a job is. Any of them may follow any other.</summary>
public enum JobStatus
{
    /// <summary>It is to be done.</summary>
    Open,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is not to be done any more.</summary>
    Canceled,
}

/// <summary>Something that the business is to do for a customer.</summary>
/// <param name="Id">A UUID, made by the client.</param>
/// <param name="ConversationId">The conversation from which it was made.</param>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="CustomerName">The customer's name when it was made.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Notes">More about it; null where there is no more.</param>
/// <param name="Status">How far it is.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When its status was last changed.</param>
/// <param name="Version">Counts its changes.</param>
public sealed record Job(
    string Id, ConversationId ConversationId, string CustomerId, string CustomerName,
    string Title, string? Notes, JobStatus Status, Author CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, long Version = 1);
