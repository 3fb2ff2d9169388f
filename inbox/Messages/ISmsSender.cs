using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Messages;

/// <summary>An outgoing text message.</summary>
/// <param name="From">The number of the business.</param>
/// <param name="To">The customer number.</param>
/// <param name="Text">At most 1,600 characters; empty only if there are pictures.</param>
/// <param name="Tag">The tag of the message (<see cref="MessageTag"/>), which the delivery report contains.</param>
public sealed record OutgoingText(PhoneNumber From, PhoneNumber To, string Text, string Tag)
{
    /// <summary>
    /// The paths at which the provider gets the pictures, relative to the address of the inbox; null if there are none. A provider whose
    /// <see cref="ProviderCapabilities"/> lack pictures is never given any.
    /// </summary>
    public IReadOnlyList<string>? Pictures { get; init; }
}

/// <summary>The provider's response to a text message (docs/design.md#ports).</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider accepted it. A delivery report follows.</summary>
    public sealed record Accepted : SendResult;

    /// <summary>It was certainly not sent, but can be retried: the provider is busy.</summary>
    public sealed record Retry(string Reason) : SendResult;

    /// <summary>It was certainly not sent and never will be. The reason contains the provider's code.</summary>
    public sealed record Refused(string Reason, bool OptedOut = false) : SendResult;

    /// <summary>It may have been sent: the response was lost. It must not be sent again automatically.</summary>
    public sealed record OutcomeUnknown : SendResult;
}

/// <summary>Sends text messages through a telephony provider.</summary>
public interface ISmsSender
{
    /// <summary>Sends a text message once. Failures are results. An exception counts as <see cref="SendResult.OutcomeUnknown"/>.</summary>
    Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation);

    /// <summary>
    /// Looks for a text in the provider's list if neither its response nor a report arrived. The result is
    /// <see cref="SendResult.OutcomeUnknown"/> if the list does not contain it, or the provider has no list. <see cref="SendResult.Retry"/>
    /// and an exception mean that the provider is unavailable. A text that is not in the list is never sent again automatically.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    Task<SendResult> FindOutcomeAsync(OutgoingText text, DateTimeOffset sentAt, CancellationToken cancellation) =>
        Task.FromResult<SendResult>(new SendResult.OutcomeUnknown());
}
