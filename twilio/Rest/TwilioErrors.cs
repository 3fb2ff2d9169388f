using System.Globalization;
using Twilio.Exceptions;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;

namespace ZuperConnect.Twilio.Rest;

/// <summary>Descriptions of Twilio's error codes for the team.</summary>
internal static class TwilioErrors
{
    /// <summary>The recipient has opted out of texts from the sender.</summary>
    public const int OptedOut = 21610;

    private const int TooManyRequests = 20429;
    private const int QueueIsFull = 21611;

    /// <summary>The reason for a text that is not sent because the inbox cannot authenticate.</summary>
    public const string NotSignedIn = "The inbox has no access to its telephony provider; whoever runs it has to look.";

    /// <summary>The failure reason of a message that Twilio had accepted.</summary>
    /// <param name="code">The error code of the message; null if there is none.</param>
    public static string Reason(int? code) => code switch
    {
        null => "The provider gave no reason.",
        { } known when Words(known) is { } words => $"{words} ({known}).",
        _ => string.Create(CultureInfo.InvariantCulture, $"The provider says that it failed, and no more than the code ({code})."),
    };

    /// <summary>The result of a send request that Twilio refused.</summary>
    public static SendResult Read(ApiException refusal) => refusal switch
    {
        // The package could not read the response, so its HTTP status is not known.
        { Status: 0 } => new SendResult.OutcomeUnknown(),
        { Status: 429 } or { Code: TooManyRequests } => new SendResult.Retry("The provider is busy (429)."),
        { Code: QueueIsFull } => new SendResult.Retry(Reason(QueueIsFull)),
        { Status: 401 or 403 } => new SendResult.Retry(NotSignedIn),
        { Status: 408 or < 400 or >= 500 } => new SendResult.OutcomeUnknown(),
        _ => new SendResult.Refused(
            Words(refusal.Code) is { } words ? $"{words} ({refusal.Code})."
                : $"The provider refused it{(ProviderErrorText.Sanitize(refusal.Message) is { } own ? $": {own}" : "")} ({refusal.Code}).",
            refusal.Code is OptedOut),
    };

    private static string? Words(int code) => code switch
    {
        11200 or 21620 => "The provider could not get a picture from this inbox",
        11751 or 30019 => "The pictures are too large for the carrier",
        12300 => "The provider does not take a picture of this type",
        21211 or 21604 => "The customer's number is not valid",
        21212 or 21603 => "The sending number is not valid",
        21408 => "The account may not send texts to this country",
        21602 => "There is nothing in it to send",
        21605 or 21617 => "The text is too long",
        21606 or 21607 => "The sending number is no number of this account that can send texts",
        21608 => "A trial account sends to numbers alone that were verified",
        21609 => "The provider cannot reach this inbox at its public address",
        OptedOut => OptOut.FailureReason,
        QueueIsFull or 30001 => "Too many texts wait to be sent from this number",
        21612 => "The customer's number cannot be texted from this one",
        21614 => "The customer's number is no mobile number",
        21703 or 21704 => "The provider has no number to send from",
        30002 => "The account is suspended",
        30003 => "The phone cannot be reached at the moment",
        30004 => "The carrier or the customer blocked it",
        30005 => "The number does not exist, or takes no texts now",
        30006 => "The number is a landline, or its carrier cannot be reached",
        30007 => "The carrier's or the provider's filter stopped it",
        30008 => "It failed for a reason that nobody knows",
        30011 => "The customer's number takes no pictures",
        30022 => "Too many texts were sent from this number",
        30023 => "The day's allowance of texts is used up",
        30032 => "The toll-free number is not verified",
        30034 => "The number is not registered for texts to customers (A2P 10DLC)",
        30036 => "It could not be sent in time",
        _ => null,
    };
}
