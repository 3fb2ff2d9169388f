using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Messages;

/// <summary>A text on its way to the telephony provider.</summary>
/// <param name="From">The number of ours that sends it.</param>
/// <param name="To">The customer number.</param>
/// <param name="Text">At most 1,600 characters.</param>
/// <param name="Tag">Names the message (<see cref="MessageTag"/>); it comes back with the delivery report.</param>
public sealed record OutgoingText(PhoneNumber From, PhoneNumber To, string Text, string Tag);

/// <summary>What a telephony provider makes of a text (docs/design.md#ports).</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider has it, and will report.</summary>
    public sealed record Accepted : SendResult;

    /// <summary>It certainly did not leave, and may later: the provider is busy.</summary>
    public sealed record Retry(string Reason) : SendResult;

    /// <summary>It certainly did not leave, and never will; the reason in words and with the provider's code.</summary>
    public sealed record Refused(string Reason, bool OptedOut = false) : SendResult;

    /// <summary>It may have left: the answer was lost. It is never sent again by itself.</summary>
    public sealed record OutcomeUnknown : SendResult;
}

/// <summary>A telephony provider's text service.</summary>
public interface ISmsSender
{
    /// <summary>Sends a text once. Failures are results; an exception counts as <see cref="SendResult.OutcomeUnknown"/>.</summary>
    Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation);
}
