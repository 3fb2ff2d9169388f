namespace ZuperConnect.Sounds;

/// <summary>What is said in calls where the telephony provider has text to speech.</summary>
public static class SpokenPrompts
{
    /// <summary>The language of the words.</summary>
    public const string Locale = "en-US";

    /// <summary>To both sides, before a call is recorded.</summary>
    public const string Recorded = "This call is recorded.";

    /// <summary>To a caller whom nobody answers; a tone follows.</summary>
    public const string LeaveMessage = "Nobody can take your call at the moment. Please leave a message after the tone.";

    /// <summary>To whoever picks up a device.</summary>
    public const string PressOne = "You have a call. To take it, press 1.";
}
