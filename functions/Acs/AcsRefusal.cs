using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Acs;

/// <summary>Classifies errors of Azure Communication Services when a text message is sent.</summary>
internal static partial class AcsRefusal
{
    /// <summary>The reason while the service refuses the inbox's credentials.</summary>
    public const string NotSignedIn = "The inbox has no access to its telephony provider; whoever runs it has to look.";

    /// <summary>Reads the HTTP status of a request or of a recipient, with its message.</summary>
    public static SendResult Read(int status, string? message) => status switch
    {
        429 => new SendResult.Retry("The provider is busy (429)."),
        401 or 403 when !SaysOptedOut(message) => new SendResult.Retry(NotSignedIn),
        not 408 and >= 400 and < 500 => SaysOptedOut(message)
            ? new SendResult.Refused($"{OptOut.FailureReason} ({status}).", OptedOut: true)
            : new SendResult.Refused($"The provider refused it{Because(message)} ({status})."),
        _ => new SendResult.OutcomeUnknown(),
    };

    /// <summary>Only the words count: the code for an opt-out (4007) can also be part of a phone number.</summary>
    private static bool SaysOptedOut(string? message) => message is not null && OptedOutWords().IsMatch(message);

    [GeneratedRegex("blocked for given recipient|opted[ -]?out", RegexOptions.IgnoreCase)]
    private static partial Regex OptedOutWords();

    private static string Because(string? message) => ProviderErrorText.Sanitize(message) is { } words ? $": {words}" : "";
}
