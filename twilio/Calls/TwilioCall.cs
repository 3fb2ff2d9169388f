using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>A call leg of the REST API, with the properties that are used.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="Direction"><c>inbound</c>, or one of several outbound values.</param>
/// <param name="From">The caller.</param>
/// <param name="Status">The status.</param>
/// <param name="StartTime">When it started (RFC 2822).</param>
/// <param name="DateCreated">When Twilio created it (RFC 2822).</param>
internal sealed record TwilioCall(string? Sid, string? Direction, string? From, string? Status, string? StartTime, string? DateCreated)
{
    /// <summary>Whether it is an inbound call that has ended.</summary>
    public bool IsOverFromOutside => Direction is "inbound" && Status is "completed" or "busy" or "failed" or "no-answer" or "canceled";

    /// <summary>When Twilio created it, in whole seconds; null if unknown.</summary>
    public DateTimeOffset? CreatedAt => TwilioTime.Read(DateCreated);

    /// <summary>When it started, in whole seconds; null if unknown.</summary>
    public DateTimeOffset? BeganAt => TwilioTime.Read(StartTime) ?? CreatedAt;
}
