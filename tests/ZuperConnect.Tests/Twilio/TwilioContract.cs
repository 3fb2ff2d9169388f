using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// The requests of Twilio's REST API that the fake accepts, with all their parameters, from Twilio's published OpenAPI documents of the API
/// of 2010 and of the Messaging API (April 2026). Any other request is an error of the inbox.
/// </summary>
internal static partial class TwilioContract
{
    private static readonly Parameter[] Pages =
        [new("PageSize", text => IsWhole(text, 1, 1000)), new("Page", text => IsWhole(text, 0, int.MaxValue)), new("PageToken", IsText)];

    private static readonly Parameter[] NumberSettings =
    [
        new("AccountSid", text => IsSid(text, "AC")), new("ApiVersion", IsText), new("FriendlyName", text => text.Length <= 64),
        new("SmsApplicationSid", text => text is "" || IsSid(text, "AP")), new("SmsFallbackMethod", IsMethod),
        new("SmsFallbackUrl", IsAddress), new("SmsMethod", IsMethod), new("SmsUrl", IsAddress), new("StatusCallback", IsAddress),
        new("StatusCallbackMethod", IsMethod), new("VoiceApplicationSid", text => text is "" || IsSid(text, "AP")),
        new("VoiceCallerIdLookup", IsTruth), new("VoiceFallbackMethod", IsMethod), new("VoiceFallbackUrl", IsAddress),
        new("VoiceMethod", IsMethod), new("VoiceUrl", IsAddress), new("EmergencyStatus", IsText),
        new("EmergencyAddressSid", text => IsSid(text, "AD")), new("TrunkSid", text => text is "" || IsSid(text, "TK")),
        new("VoiceReceiveMode", text => text is "voice" or "fax"), new("IdentitySid", text => IsSid(text, "RI")),
        new("AddressSid", text => IsSid(text, "AD")), new("BundleSid", text => IsSid(text, "BU")),
    ];

    private static readonly Operation[] Operations =
    [
        new("POST", "Messages.json",
            Form:
            [
                new("To", IsPhone) { IsRequired = true }, new("From", IsPhone), new("FallbackFrom", IsPhone),
                new("MessagingServiceSid", text => IsSid(text, "MG")), new("Body", IsText),
                new("MediaUrl", IsAddress) { MayRepeat = true }, new("ContentSid", text => IsSid(text, "HX")),
                new("ContentVariables", IsText), new("StatusCallback", IsAddress), new("ApplicationSid", text => IsSid(text, "AP")),
                new("ProvideFeedback", IsTruth), new("Attempt", text => IsWhole(text, 1, int.MaxValue)),
                new("ValidityPeriod", text => IsWhole(text, 1, 36_000)), new("ForceDelivery", IsTruth), new("SmartEncoded", IsTruth),
                new("ContentRetention", text => text is "retain" or "discard"),
                new("AddressRetention", text => text is "retain" or "obfuscate"),
                new("PersistentAction", IsText) { MayRepeat = true }, new("TrafficType", text => text is "free"),
                new("ShortenUrls", IsTruth), new("ScheduleType", text => text is "fixed"), new("SendAt", IsTime),
                new("SendAsMms", IsTruth), new("RiskCheck", text => text is "enable" or "disable"), new("MaxPrice", IsText),
            ]),
        new("GET", "Messages.json",
            Query:
            [
                new("To", IsPhone), new("From", IsPhone), new("DateSent", IsTime), new("DateSent<", IsTime), new("DateSent>", IsTime),
                .. Pages,
            ]),
        new("GET", "Messages/(SM|MM)[0-9a-f]{32}.json"),
        new("GET", "Messages/(SM|MM)[0-9a-f]{32}/Media.json",
            Query: [new("DateCreated", IsTime), new("DateCreated<", IsTime), new("DateCreated>", IsTime), .. Pages]),
        new("GET", "Messages/(SM|MM)[0-9a-f]{32}/Media/ME[0-9a-f]{32}"),
        new("DELETE", "Messages/(SM|MM)[0-9a-f]{32}/Media/ME[0-9a-f]{32}.json"),
        new("GET", "IncomingPhoneNumbers.json",
            Query:
            [
                new("Beta", IsTruth), new("FriendlyName", IsText), new("PhoneNumber", IsText), new("Origin", IsText), .. Pages,
            ]),
        new("POST", "IncomingPhoneNumbers/PN[0-9a-f]{32}.json", Form: NumberSettings),
        new("POST", "Calls.json",
            Form:
            [
                new("To", IsPhone) { IsRequired = true }, new("From", IsPhone) { IsRequired = true }, new("Url", IsAddress),
                new("Method", IsMethod), new("Twiml", text => text.Length <= 4000), new("StatusCallback", IsAddress),
                new("StatusCallbackMethod", IsMethod), new("StatusCallbackEvent", IsCallEvent) { MayRepeat = true },
                new("Timeout", text => IsWhole(text, 1, 600)), new("FallbackUrl", IsAddress), new("FallbackMethod", IsMethod),
            ]),
        new("GET", "Calls.json",
            Query:
            [
                new("To", IsPhone), new("From", IsPhone), new("ParentCallSid", text => IsSid(text, "CA")), new("Status", IsText),
                new("StartTime", IsTime), new("StartTime<", IsTime), new("StartTime>", IsTime), new("EndTime", IsTime),
                new("EndTime<", IsTime), new("EndTime>", IsTime), .. Pages,
            ]),
        new("GET", "Calls/CA[0-9a-f]{32}.json"),
        new("POST", "Calls/CA[0-9a-f]{32}.json",
            Form:
            [
                new("Url", IsAddress), new("Method", IsMethod), new("Twiml", text => text.Length <= 4000),
                new("Status", text => text is "canceled" or "completed"), new("StatusCallback", IsAddress),
            ]),
        new("GET", "Calls/CA[0-9a-f]{32}/Recordings.json", Query: [new("DateCreated", IsTime), .. Pages]),
        new("POST", "Calls/CA[0-9a-f]{32}/Recordings.json",
            Form:
            [
                new("RecordingStatusCallback", IsAddress), new("RecordingStatusCallbackMethod", IsMethod),
                new("RecordingStatusCallbackEvent", text => text is "in-progress" or "completed" or "absent") { MayRepeat = true },
                new("RecordingChannels", text => text is "mono" or "dual"),
                new("RecordingTrack", text => text is "inbound" or "outbound" or "both"),
                new("Trim", text => text is "trim-silence" or "do-not-trim"),
            ]),
        new("GET", "Conferences.json",
            Query: [new("FriendlyName", IsText), new("Status", text => text is "init" or "in-progress" or "completed"), .. Pages]),
        new("POST", "Conferences/CF[0-9a-f]{32}.json",
            Form: [new("Status", text => text is "completed"), new("AnnounceUrl", IsAddress), new("AnnounceMethod", IsMethod)]),
        new("POST", "Conferences/[0-9a-f-]{36}/Participants.json",
            Form:
            [
                new("From", IsPhone) { IsRequired = true }, new("To", IsPhone) { IsRequired = true }, new("Label", IsText),
                new("Timeout", text => IsWhole(text, 5, 600)), new("EarlyMedia", IsTruth), new("Beep", IsText),
                new("EndConferenceOnExit", IsTruth), new("StatusCallback", IsAddress),
                new("StatusCallbackEvent", IsCallEvent) { MayRepeat = true }, new("ConferenceStatusCallback", IsAddress),
                new("ConferenceStatusCallbackEvent", IsText) { MayRepeat = true },
            ]),
        new("GET", "Recordings.json",
            Query:
            [
                new("DateCreated", IsTime), new("DateCreated<", IsTime), new("DateCreated>", IsTime),
                new("CallSid", text => IsSid(text, "CA")), new("ConferenceSid", text => IsSid(text, "CF")),
                new("IncludeSoftDeleted", IsTruth), .. Pages,
            ]),
        new("GET", "Recordings/RE[0-9a-f]{32}.mp3"),
        new("DELETE", "Recordings/RE[0-9a-f]{32}.json"),
        new("GET", "/v1/Services", Query: Pages),
        new("GET", "/v1/Services/MG[0-9a-f]{32}/PhoneNumbers", Query: Pages),
    ];

    /// <summary>The error in a request to the account's resources; null if it is valid.</summary>
    public static string? Fault(HttpRequest request, string path, IFormCollection? form)
    {
        if (Operations.FirstOrDefault(known => known.Method == request.Method && Regex.IsMatch(path, $"^{known.Path}\\z"))
            is not { } operation)
        {
            return $"There is no {request.Method} {path}.";
        }

        // The comparison operator is part of the name: DateSent>=2026-01-05.
        return Fault(operation.Query ?? [], request.Query.Select(given => (given.Key, given.Value)), $"{request.Method} {path}?")
            ?? Fault(operation.Form ?? [], form?.Select(given => (given.Key, given.Value)) ?? [], $"{request.Method} {path} with ");
    }

    private static string? Fault(Parameter[] known, IEnumerable<(string Name, StringValues Values)> given, string where)
    {
        var all = given.ToList();
        foreach (var (name, values) in all)
        {
            if (known.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
            {
                return $"{where}{name}: there is no such parameter.";
            }

            if (values.Count > 1 && !parameter.MayRepeat)
            {
                return $"{where}{name}: it is given more than once.";
            }

            if (values.FirstOrDefault(value => !parameter.IsValid(value ?? "")) is { } wrong)
            {
                return $"{where}{name}: '{wrong}' is no value of it.";
            }
        }

        return known.FirstOrDefault(parameter => parameter.IsRequired && !all.Any(one => one.Name == parameter.Name)) is { } missing
            ? $"{where}{missing.Name}: it is required." : null;
    }

    private static bool IsText(string text) => text is not null;

    private static bool IsTruth(string text) => text is "true" or "false";

    private static bool IsCallEvent(string text) => text is "initiated" or "ringing" or "answered" or "completed";

    private static bool IsMethod(string text) => text is "GET" or "POST";

    private static bool IsSid(string text, string kind) => text.StartsWith(kind, StringComparison.Ordinal) && Sid().IsMatch(text);

    private static bool IsWhole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    private static bool IsPhone(string text) => Phone().IsMatch(text);

    private static bool IsAddress(string text) => text is "" || Uri.TryCreate(text, UriKind.Absolute, out _);

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(@"^[A-Z]{2}[0-9a-fA-F]{32}\z")]
    private static partial Regex Sid();

    /// <summary>E.164, a short code, or an alphanumeric sender.</summary>
    [GeneratedRegex(@"^(\+[1-9][0-9]{6,14}|[0-9]{3,6}|[A-Za-z0-9 ]{1,11})\z")]
    private static partial Regex Phone();

    private sealed record Operation(string Method, string Path, Parameter[]? Query = null, Parameter[]? Form = null);

    private sealed record Parameter(string Name, Predicate<string> IsValid)
    {
        public bool IsRequired { get; init; }

        public bool MayRepeat { get; init; }
    }
}
