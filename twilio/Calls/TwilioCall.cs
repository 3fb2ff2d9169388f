using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>A leg of a call in the REST API; only the properties that the inbox uses.</summary>
/// <param name="Sid">The SID.</param>
/// <param name="Direction">The direction: <c>inbound</c> or one of several outbound values.</param>
/// <param name="From">The caller.</param>
/// <param name="Status">The status.</param>
/// <param name="StartTime">The start time in the format of RFC 2822.</param>
/// <param name="DateCreated">The creation time, in the same format.</param>
internal sealed record TwilioCall(string? Sid, string? Direction, string? From, string? Status, string? StartTime, string? DateCreated)
{
    /// <summary>Whether it is an inbound call that has ended.</summary>
    public bool IsOverFromOutside => Direction is "inbound" && Status is "completed" or "busy" or "failed" or "no-answer" or "canceled";

    /// <summary>The start time in whole seconds; null if there is none.</summary>
    public DateTimeOffset? BeganAt => TwilioTime.Read(StartTime) ?? TwilioTime.Read(DateCreated);
}
