using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Identifies a call at Twilio by the SID of its first leg and the inbox's id of the call. The first leg is the customer's leg of an
/// inbound call, and the user's device of an outbound call.
/// </summary>
/// <param name="CallSid">The SID of the first leg.</param>
/// <param name="CallId">The inbox's id of the call.</param>
internal sealed partial record TwilioCallReference(string CallSid, string CallId)
{
    /// <summary>Parses the format of <see cref="ToString"/>; null if the text has another format.</summary>
    public static TwilioCallReference? Parse(string? text) => text?.Split('.') is [var sid, var callId] ? new(sid, callId) : null;

    /// <summary>Whether a text has the format of a call's SID.</summary>
    public static bool IsCallSid(string text) => CallSidFormat().IsMatch(text);

    /// <summary>The inbox's id of an inbound call, derived from its SID.</summary>
    public static string CallIdOf(string callSid) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(callSid)).AsSpan(0, 16)).ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{CallSid}.{CallId}";

    [GeneratedRegex(@"^CA[0-9a-fA-F]{32}\z")]
    private static partial Regex CallSidFormat();
}
