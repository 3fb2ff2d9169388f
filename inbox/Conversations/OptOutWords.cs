namespace ZuperConnect.Conversations;

/// <summary>
/// The words by which a customer stops and restarts our texts, alone in the text, in any case (design, section 2). The carrier
/// answers them, we never do.
/// </summary>
public static class OptOutWords
{
    /// <summary>True for a word that stops our texts, false for one that allows them again, null for any other text.</summary>
    public static bool? Read(string text) => text.Trim(' ', '\t', '\r', '\n', '.', '!').ToUpperInvariant() switch
    {
        "STOP" or "STOPALL" or "UNSUBSCRIBE" or "CANCEL" or "END" or "QUIT" or "REVOKE" or "OPTOUT" => true,
        "START" or "UNSTOP" => false,
        _ => null,
    };
}
