namespace ZuperConnect.Twilio.Rest;

/// <summary>A message in the REST API; only the properties that the inbox uses.</summary>
/// <param name="Sid">The SID.</param>
/// <param name="Status">The status; see <see cref="TwilioStatus"/>.</param>
/// <param name="Direction">The direction: <c>inbound</c> or one of several outbound values.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The recipient.</param>
/// <param name="Body">The text.</param>
/// <param name="NumMedia">The number of pictures and files.</param>
/// <param name="DateCreated">The creation time in the format of RFC 2822.</param>
/// <param name="DateSent">The time at which it was sent, in the same format.</param>
/// <param name="ErrorCode">The error code.</param>
internal sealed record TwilioMessage(
    string? Sid, string? Status, string? Direction, string? From, string? To, string? Body, int? NumMedia, string? DateCreated,
    string? DateSent, int? ErrorCode)
{
    public bool IsInbound => Direction is "inbound";

    /// <summary>The creation time in whole seconds; null if there is none.</summary>
    public DateTimeOffset? CreatedAt => TwilioTime.Read(DateCreated);

    /// <summary>The time at which it was sent, in whole seconds; null if it was not sent yet, or if there is no time.</summary>
    public DateTimeOffset? SentAt => TwilioTime.Read(DateSent);
}
