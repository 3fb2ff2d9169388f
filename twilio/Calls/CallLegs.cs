using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Twilio.Calls;

/// <summary>The legs of a call and their SIDs. Each phone in a call has its own call at Twilio.</summary>
internal static class CallLegs
{
    /// <summary>
    /// The first leg: the customer of an inbound call, the user's device of an outbound call; null if it is not known yet.
    /// </summary>
    public static string? FirstLeg(this CallSession session) => TwilioCallReference.Parse(session.ProviderCallId)?.CallSid;

    /// <summary>The leg of a device; null if it is not known.</summary>
    public static string? LegOf(this CallSession session, Device device) =>
        session.Invitations.GetValueOrDefault(device.User.UserId)
        ?? (session.Call.PlacedBy?.UserId == device.User.UserId ? session.FirstLeg() : null);

    /// <summary>All known legs, with the number of the phone.</summary>
    public static IEnumerable<(PhoneNumber Number, string CallSid)> Legs(this CallSession session)
    {
        var call = session.Call;
        if (call.Direction is Direction.Inbound && session.FirstLeg() is { } customer)
        {
            yield return (call.Conversation.Customer, customer);
        }

        if (session.CustomerInvitation is { } invited)
        {
            yield return (call.Conversation.Customer, invited);
        }

        foreach (var leg in call.Legs)
        {
            if (session.LegOf(leg.Device) is { } sid)
            {
                yield return (leg.Device.Number, sid);
            }
        }
    }
}
