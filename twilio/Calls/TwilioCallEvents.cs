using System.Globalization;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Parses Twilio's reports about the legs of a call (Twilio's pages on call status callbacks, conferences and recordings).
/// </summary>
internal static class TwilioCallEvents
{
    private static readonly TimeSpan TimestampPrecision = TimeSpan.FromSeconds(2);

    /// <summary>The event of a user's device; null if the status does not change anything.</summary>
    public static CallEvent? OfDevice(string userId, TwilioWebhook webhook, DateTimeOffset now)
    {
        var (id, at) = (SourceOf(webhook), TimeOf(webhook, now));
        return webhook["CallStatus"] switch
        {
            "initiated" or "ringing" when webhook["CallSid"] is { } sid => new DeviceRings(id, at, userId, sid),
            "completed" => new DeviceLeft(id, at, userId),
            "busy" or "no-answer" or "failed" or "canceled" => new DeviceDidNotAnswer(id, at, userId),
            _ => null,
        };
    }

    /// <summary>The event of a customer whom a user calls; null if the status does not change anything.</summary>
    public static CallEvent? OfInvitedCustomer(TwilioWebhook webhook, DateTimeOffset now)
    {
        var (id, at) = (SourceOf(webhook), TimeOf(webhook, now));
        return webhook["CallStatus"] switch
        {
            "initiated" or "ringing" when webhook["CallSid"] is { } sid => new CustomerRings(id, at) { Invitation = sid },
            "in-progress" => new CustomerJoined(id, at),
            "completed" => new CustomerLeft(id, at),
            "busy" => new CustomerDidNotAnswer(id, at, SipOutcomeOf(webhook) ?? CallOutcome.Busy),
            "no-answer" => new CustomerDidNotAnswer(id, at, SipOutcomeOf(webhook) ?? CallOutcome.NoAnswer),
            "canceled" => new CustomerDidNotAnswer(id, at, CallOutcome.NoAnswer),
            "failed" => new CustomerDidNotAnswer(id, at, SipOutcomeOf(webhook) ?? CallOutcome.Failed),
            _ => null,
        };
    }

    /// <summary>That a customer whom a user called had answered, if the status says so; otherwise null.</summary>
    public static CallEvent? OfCompletedCustomer(TwilioWebhook webhook, DateTimeOffset now) => webhook["CallStatus"] is "completed"
        ? new CustomerJoined(SourceOf(webhook, "answered"), TimeOf(webhook, now) - (SecondsOf(webhook["CallDuration"]) ?? TimeSpan.Zero))
        : null;

    /// <summary>The end of a customer's inbound call; null for any other status.</summary>
    public static CallEvent? OfCaller(TwilioWebhook webhook, DateTimeOffset now) =>
        webhook["CallStatus"] is "completed" or "busy" or "no-answer" or "failed" or "canceled"
            ? new CustomerLeft(SourceOf(webhook), TimeOf(webhook, now)) : null;

    /// <summary>The end of the announcement in the conference; null for any other event.</summary>
    public static CallEvent? OfConference(TwilioWebhook webhook, DateTimeOffset now) =>
        webhook["StatusCallbackEvent"] switch
        {
            "announcement-end" => new Played(SourceOf(webhook), TimeOf(webhook, now), Sound.RecordingAnnouncement, Heard: true),
            "announcement-fail" => new Played(SourceOf(webhook), TimeOf(webhook, now), Sound.RecordingAnnouncement, Heard: false),
            _ => null,
        };

    /// <summary>The finished recording; null if it is not finished, or if there is none.</summary>
    public static ProviderRecording? OfRecording(TwilioWebhook webhook, DateTimeOffset now)
    {
        if (webhook["RecordingStatus"] is not "completed"
            || webhook["RecordingSid"] is not { } sid
            || !Uri.TryCreate(webhook["RecordingUrl"], UriKind.Absolute, out var address))
        {
            return null;
        }

        var duration = SecondsOf(webhook["RecordingDuration"]);
        return new(
            RecordingIds.Of(sid), [new ProviderRecordingPart(new Uri($"{address}.mp3"), new Uri($"{address}.json"))],
            DateOf(webhook["RecordingStartTime"]) ?? now - (duration ?? TimeSpan.Zero), duration);
    }

    /// <summary>
    /// The source id. For a report, it consists of the SID of the call or conference and its sequence number; for a request for a document,
    /// of the leg and the request.
    /// </summary>
    public static string SourceOf(TwilioWebhook webhook, string? what = null) => SourceIds.Of(
        "twilio",
        webhook["ConferenceSid"] ?? webhook["CallSid"] ?? "",
        what ?? webhook["SequenceNumber"] ?? webhook["CallStatus"] ?? "");

    private static CallOutcome? SipOutcomeOf(TwilioWebhook webhook) =>
        int.TryParse(webhook["SipResponseCode"], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? SipOutcome.Of(code) : null;

    /// <summary>Twilio's time, in whole seconds. The time of arrival if it is about the same, because that is more precise.</summary>
    private static DateTimeOffset TimeOf(TwilioWebhook webhook, DateTimeOffset now) =>
        DateOf(webhook["Timestamp"]) is { } at && now - at > TimestampPrecision ? at : now;

    private static TimeSpan? SecondsOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : null;
}
