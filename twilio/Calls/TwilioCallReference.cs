using System.Security.Cryptography;
using System.Text;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Twilio's reference to a call: the SID of its first leg, the customer's of an inbound call and the user's device of another, and our id.
/// </summary>
/// <param name="CallSid">The first leg's SID.</param>
/// <param name="CallId">Our id of the call.</param>
internal sealed record TwilioCallReference(string CallSid, string CallId)
{
    /// <summary>Reads a reference as <see cref="ToString"/> writes it; null where it is none.</summary>
    public static TwilioCallReference? Parse(string? text) => text?.Split('.') is [var sid, var callId] ? new(sid, callId) : null;

    /// <summary>Our id of a customer's call: the same for the same leg.</summary>
    public static string CallIdOf(string callSid) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(callSid)).AsSpan(0, 16)).ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{CallSid}.{CallId}";
}
