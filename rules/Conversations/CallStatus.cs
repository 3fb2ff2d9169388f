namespace ZuperConnect.Conversations;

/// <summary>The status of a call. A call that rings or is in progress is live.</summary>
public enum CallStatus
{
    /// <summary>Nobody has answered yet.</summary>
    Ringing,

    /// <summary>Both sides are talking.</summary>
    InProgress,

    /// <summary>The call was answered and has ended.</summary>
    Completed,

    /// <summary>Nobody answered.</summary>
    Missed,

    /// <summary>The call could not be connected, or was interrupted for a technical reason.</summary>
    Failed,

    /// <summary>The caller hung up before anybody answered.</summary>
    Canceled,
}

/// <summary>Facts about a <see cref="CallStatus"/>.</summary>
public static class CallStatuses
{
    /// <summary>Whether the call has ended. An ended call stays ended.</summary>
    public static bool HasEnded(this CallStatus status) => status is not (CallStatus.Ringing or CallStatus.InProgress);

    /// <summary>Whether the call ended without an answer.</summary>
    public static bool EndedUnanswered(this CallStatus status) => status.HasEnded() && status is not CallStatus.Completed;
}
