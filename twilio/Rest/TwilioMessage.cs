namespace ZuperConnect.Twilio.Rest;

/// <summary>A message of the REST API, with the properties that are used.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="Status">See <see cref="TwilioStatus"/>.</param>
/// <param name="Direction"><c>inbound</c>, or one of several outbound values.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The recipient.</param>
/// <param name="Body">The text.</param>
/// <param name="NumMedia">The number of attached files.</param>
/// <param name="DateCreated">When Twilio received it (RFC 2822).</param>
/// <param name="DateSent">When Twilio sent it (RFC 2822).</param>
/// <param name="ErrorCode">The error code; null if it did not fail.</param>
internal sealed record TwilioMessage(
    string? Sid, string? Status, string? Direction, string? From, string? To, string? Body, int? NumMedia, string? DateCreated,
    string? DateSent, int? ErrorCode)
{
    public bool IsInbound => Direction is "inbound";

    /// <summary>When Twilio received it, in whole seconds; null if unknown.</summary>
    public DateTimeOffset? CreatedAt => TwilioTime.Read(DateCreated);

    /// <summary>When Twilio sent it, in whole seconds; null if unknown or not sent yet.</summary>
    public DateTimeOffset? SentAt => TwilioTime.Read(DateSent);
}
