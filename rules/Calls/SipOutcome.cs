using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>What a SIP response code says of a call to a customer (RFC 3261, section 21; RFC 8197; RFC 8688).</summary>
public static class SipOutcome
{
    /// <summary>
    /// What became of the call; null for a code that says nothing of it. A decline may be the network's, so that the phone never rang
    /// (47 CFR 64.1200(k)(9)).
    /// </summary>
    public static CallOutcome? Of(int code) => code switch
    {
        408 or 487 => CallOutcome.NoAnswer,
        486 or 600 => CallOutcome.Busy,
        603 or 607 or 608 => CallOutcome.Declined,
        404 or 410 or 480 or 484 or 604 => CallOutcome.Unreachable,
        _ => null,
    };
}
