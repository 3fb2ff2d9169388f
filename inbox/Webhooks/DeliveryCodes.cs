using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;

namespace ZuperConnect.Webhooks;

/// <summary>The codes in Azure Communication Services' delivery reports (from its troubleshooting codes for SMS).</summary>
internal static partial class DeliveryCodes
{
    private const string OptedOut = "4007";
    private const string NoReports = "5002";

    /// <summary>The delivery and reason for a report's status and details; null if the status is unknown.</summary>
    public static (Delivery Delivery, string? Reason, bool OptedOut)? Read(string? status, string? details) =>
        status?.ToUpperInvariant() switch
        {
            "DELIVERED" => (Delivery.Delivered, null, false),
            "FAILED" when Code(details) is NoReports => (Delivery.Unconfirmed, null, false),
            "FAILED" => (Delivery.Failed, Reason(details), Code(details) is OptedOut || IsBlocked(details)),
            _ => null,
        };

    private static bool IsBlocked(string? details) =>
        details?.Contains("Sender blocked for given recipient", StringComparison.OrdinalIgnoreCase) ?? false;

    private static string Reason(string? details)
    {
        var code = Code(details);
        var words = code switch
        {
            "4000" => "The carrier's fraud filter stopped it",
            "4001" => "The sending number is not valid",
            "4002" => "The customer's number is not valid",
            "4003" => "Texts to this destination are not supported",
            "4004" => "The number does not exist",
            "4005" => "The carrier blocked it",
            "4006" => "The phone cannot be reached at the moment",
            OptedOut => OptOut.FailureReason,
            "4008" => "Too many messages were sent from this number",
            "4009" => "The account may not send texts",
            "4010" => "The toll-free number is not verified",
            "4020" => "The account sends more than its allowance",
            "5000" => "The provider failed; its support can tell why",
            "5001" => "The provider is unavailable at the moment",
            _ when IsBlocked(details) => OptOut.FailureReason,
            _ when ProviderErrorText.Sanitize(details) is { } own => $"The provider says: {own}",
            _ => "The provider gave no reason that is known",
        };
        return code is null ? $"{words}." : $"{words} ({code}).";
    }

    private static string? Code(string? details) => Documented().Match(details ?? "") is { Success: true } match ? match.Value : null;

    /// <summary>Only documented codes: other four digits may be a year or part of a phone number.</summary>
    [GeneratedRegex(@"(?<![\d+-])(4000|4001|4002|4003|4004|4005|4006|4007|4008|4009|4010|4020|5000|5001|5002|9999)(?![\d-])")]
    private static partial Regex Documented();
}
