using ZuperConnect.Text;

namespace ZuperConnect.Conversations;

/// <summary>The meaning of a customer's text for opting out and in.</summary>
public enum OptOutKeyword
{
    /// <summary>Opts out.</summary>
    Stop,

    /// <summary>Opts out with CANCEL, but may be about an appointment.</summary>
    Cancel,

    /// <summary>Opts in again.</summary>
    Start,

    /// <summary>May be an opt-out in other words. The team decides.</summary>
    MayBeStop,
}

/// <summary>
/// The keywords by which a customer opts out and in. A keyword must be the only word of the text (docs/design.md#rules). The carrier
/// answers keywords, the inbox never does. The opt-out keywords are those of 47 CFR 64.1200(a)(10) and those that carriers and providers
/// add. YES does not opt in: it is far more often the answer to a question.
/// </summary>
public static class OptOutKeywords
{
    /// <summary>The note that the team sees with a CANCEL.</summary>
    public const string CancelNote = "CANCEL alone opts the customer out of all texts. It may be about an appointment: call to ask.";

    private const int MaxLength = 11;

    /// <summary>The meaning of a text; null if it has none for opting out or in.</summary>
    public static OptOutKeyword? Read(string text) => LettersOf(text) switch
    {
        "STOP" or "STOPALL" or "UNSUBSCRIBE" or "END" or "QUIT" or "REVOKE" or "OPTOUT" or "REMOVE" or "ARRET" => OptOutKeyword.Stop,
        "CANCEL" => OptOutKeyword.Cancel,
        "START" or "UNSTOP" => OptOutKeyword.Start,
        _ => OptOutPhrases.AreIn(text) ? OptOutKeyword.MayBeStop : null,
    };

    /// <summary>
    /// The letters and digits of a text, in capitals and without accents; null if there are more than in any keyword. Digits count: <c>END
    /// 5</c> is not END.
    /// </summary>
    private static string? LettersOf(string text)
    {
        var letters = string.Concat(FoldedText.ToAscii(text).Where(char.IsAsciiLetterOrDigit).Take(MaxLength + 1));
        return letters.Length <= MaxLength ? letters.ToUpperInvariant() : null;
    }
}
