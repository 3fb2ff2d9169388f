namespace ZuperConnect.Sounds;

/// <summary>The spoken prompts of calls, for a telephony provider with text to speech.</summary>
public static class SpokenPrompts
{
    /// <summary>The language of the prompts.</summary>
    public const string Locale = "en-US";

    /// <summary>For both sides, before a call is recorded.</summary>
    public const string Recorded = "This call is recorded.";

    /// <summary>For a caller whom nobody answers. A tone follows.</summary>
    public const string LeaveMessage = "Nobody can take your call at the moment. Please leave a message after the tone.";

    /// <summary>For whoever picks up a device.</summary>
    public const string PressOne = "You have a call. To take it, press 1.";
}
