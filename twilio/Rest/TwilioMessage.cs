namespace ZuperConnect.Twilio.Rest;

/// <summary>A message as the REST API writes it, as far as it is read.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="Status">How far it is; see <see cref="TwilioStatus"/>.</param>
/// <param name="Direction">Which way it went: <c>inbound</c> or one of several outbound ones.</param>
/// <param name="From">Who sent it.</param>
/// <param name="To">Who receives it.</param>
/// <param name="Body">What it says.</param>
/// <param name="NumMedia">How many pictures or files it has.</param>
/// <param name="DateCreated">When Twilio got it, as in a mail's header (RFC 2822).</param>
/// <param name="DateSent">When it was sent on.</param>
/// <param name="ErrorCode">Why it failed.</param>
internal sealed record TwilioMessage(
    string? Sid, string? Status, string? Direction, string? From, string? To, string? Body, int? NumMedia, string? DateCreated,
    string? DateSent, int? ErrorCode)
{
    public bool IsInbound => Direction is "inbound";

    /// <summary>When Twilio got it, in whole seconds; null where it does not say.</summary>
    public DateTimeOffset? CreatedAt => TwilioTime.Read(DateCreated);

    /// <summary>When it was sent on, in whole seconds; null where it does not say, or it was not yet.</summary>
    public DateTimeOffset? SentAt => TwilioTime.Read(DateSent);
}
