namespace ZuperConnect.Conversations;

/// <summary>Where a call stands. A call that rings or is in progress is live.</summary>
public enum CallStatus
{
    /// <summary>Nobody has answered yet.</summary>
    Ringing,

    /// <summary>Both sides are talking.</summary>
    InProgress,

    /// <summary>It was answered, and is over.</summary>
    Completed,

    /// <summary>Nobody answered.</summary>
    Missed,

    /// <summary>It could not be connected, or broke off for a technical reason.</summary>
    Failed,

    /// <summary>The caller hung up before anybody answered.</summary>
    Canceled,
}

/// <summary>What follows from a call's status.</summary>
public static class CallStatuses
{
    /// <summary>Whether the call is over; an ended call stays ended.</summary>
    public static bool HasEnded(this CallStatus status) => status is not (CallStatus.Ringing or CallStatus.InProgress);

    /// <summary>Whether the call is over and nobody answered it.</summary>
    public static bool EndedUnanswered(this CallStatus status) => status.HasEnded() && status is not CallStatus.Completed;
}
