using ZuperConnect.Text;

namespace ZuperConnect.Conversations;

/// <summary>What a customer's text says about our texts.</summary>
public enum OptOutKeyword
{
    /// <summary>It stops them.</summary>
    Stop,

    /// <summary>It stops them by CANCEL, and may be about an appointment all the same.</summary>
    Cancel,

    /// <summary>It allows them again.</summary>
    Start,

    /// <summary>A person may read it as an opt-out, in other words than those that count by themselves: the team decides.</summary>
    MayBeStop,
}

/// <summary>
/// The words by which a customer stops and restarts our texts, alone in the text, compared by letters alone (docs/design.md#rules). The
/// carrier answers them, we never do. The words that stop are those of 47 CFR 64.1200(a)(10) and those that carriers and providers take
/// beside them. YES is none that restarts: it answers a question of the team's far more often.
/// </summary>
public static class OptOutKeywords
{
    /// <summary>What the team reads beside a CANCEL.</summary>
    public const string CancelNote = "CANCEL alone opts the customer out of all texts. It may be about an appointment: call to ask.";

    private const int MaxLength = 11;

    /// <summary>What a text says; null for one that says nothing about our texts.</summary>
    public static OptOutKeyword? Read(string text) => LettersOf(text) switch
    {
        "STOP" or "STOPALL" or "UNSUBSCRIBE" or "END" or "QUIT" or "REVOKE" or "OPTOUT" or "REMOVE" or "ARRET" => OptOutKeyword.Stop,
        "CANCEL" => OptOutKeyword.Cancel,
        "START" or "UNSTOP" => OptOutKeyword.Start,
        _ => OptOutPhrases.AreIn(text) ? OptOutKeyword.MayBeStop : null,
    };

    /// <summary>
    /// The letters of a text, in capitals and without accents; null where there are more than in any word. A digit counts as a letter:
    /// <c>END 5</c> is no END.
    /// </summary>
    private static string? LettersOf(string text)
    {
        var letters = string.Concat(FoldedText.ToAscii(text).Where(char.IsAsciiLetterOrDigit).Take(MaxLength + 1));
        return letters.Length <= MaxLength ? letters.ToUpperInvariant() : null;
    }
}
