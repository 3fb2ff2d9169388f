using System.Text.RegularExpressions;
using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Acs;

/// <summary>What it means when Azure Communication Services does not take a text.</summary>
internal static partial class AcsRefusal
{
    /// <summary>Why a text stays here while the inbox itself has no access.</summary>
    public const string NotSignedIn = "The inbox has no access to its telephony provider; whoever runs it has to look.";

    /// <summary>Reads an HTTP status, of the whole request or of one recipient, and the words that came with it.</summary>
    public static SendResult Read(int status, string? message) => status switch
    {
        429 => new SendResult.Retry("The provider is busy (429)."),
        401 or 403 when !SaysOptedOut(message) => new SendResult.Retry(NotSignedIn),
        not 408 and >= 400 and < 500 => SaysOptedOut(message)
            ? new SendResult.Refused($"The customer has opted out of texts ({status}).", OptedOut: true)
            : new SendResult.Refused($"The provider refused it{Because(message)} ({status})."),
        _ => new SendResult.OutcomeUnknown(),
    };

    /// <summary>By its words alone: the provider's code for it (4007) may as well be a part of a phone number.</summary>
    private static bool SaysOptedOut(string? message) => message is not null && OptedOutWords().IsMatch(message);

    [GeneratedRegex("blocked for given recipient|opted[ -]?out", RegexOptions.IgnoreCase)]
    private static partial Regex OptedOutWords();

    private static string Because(string? message) => ProviderErrorText.Sanitize(message) is { } words ? $": {words}" : "";
}
