using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>A leg of a call as the REST API writes it, as far as it is read.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="Direction">Which way it went: <c>inbound</c> or one of several outbound ones.</param>
/// <param name="From">Who called.</param>
/// <param name="Status">How it is.</param>
/// <param name="StartTime">When it began, as in a mail's header (RFC 2822).</param>
/// <param name="DateCreated">When Twilio got it.</param>
internal sealed record TwilioCall(string? Sid, string? Direction, string? From, string? Status, string? StartTime, string? DateCreated)
{
    /// <summary>Whether it came from outside and is over.</summary>
    public bool IsOverFromOutside => Direction is "inbound" && Status is "completed" or "busy" or "failed" or "no-answer" or "canceled";

    /// <summary>When it began, in whole seconds; null where Twilio does not say.</summary>
    public DateTimeOffset? BeganAt => TwilioTime.Read(StartTime) ?? TwilioTime.Read(DateCreated);
}
