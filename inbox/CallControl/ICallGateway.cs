using System.Collections.Immutable;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.CallControl;

/// <summary>A customer's call that rings at the provider.</summary>
/// <param name="CallId">The inbox's id of the call, derived from the event: a repeated event has the same id, so that the call is answered
/// once.</param>
/// <param name="From">The caller.</param>
/// <param name="To">The called number of the business.</param>
/// <param name="Secret">The provider's token for answering. Short-lived; never stored or logged.</param>
/// <param name="At">When the call started to ring.</param>
public sealed record RingingCall(string CallId, PhoneNumber From, PhoneNumber To, string Secret, DateTimeOffset At);

/// <summary>The provider's response to an action.</summary>
/// <param name="Done">Whether the provider accepted the action. False if it never will.</param>
public sealed record ActionResult(bool Done)
{
    /// <summary>The provider's id of the call, if the action created it.</summary>
    public string? ProviderCallId { get; init; }

    /// <summary>The provider's id of the invitation of a device or of the customer, needed for cancelling it.</summary>
    public string? Invitation { get; init; }

    /// <summary>Whether the action ended the call for everyone, so that no event of its end follows.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The inbox's id of a started recording.</summary>
    public string? RecordingId { get; init; }
}

/// <summary>The status of a call at the provider.</summary>
public enum ProviderCallStatus
{
    /// <summary>The call is connected.</summary>
    Active,

    /// <summary>The call has ended.</summary>
    Ended,

    /// <summary>The provider does not know the call any more.</summary>
    Unknown,
}

/// <summary>The state of a call at the provider.</summary>
/// <param name="Status">The status.</param>
/// <param name="Present">The phones that are connected; empty unless the call is active.</param>
public sealed record ProviderCallState(ProviderCallStatus Status, ImmutableArray<PhoneNumber> Present)
{
    /// <summary>Whether there are participants that could not be read.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>Whether all present phones have answered. False if the provider may list a phone that still rings.</summary>
    public bool HaveAnswered { get; init; }

    /// <summary>Whether the call has ended but phones of it still ring or are connected, so that they must be hung up.</summary>
    public bool HasOpenLegs { get; init; }

    /// <summary>An active call with these phones.</summary>
    public static ProviderCallState Active(params ImmutableArray<PhoneNumber> present) => new(ProviderCallStatus.Active, present);

    /// <summary>An ended call.</summary>
    public static ProviderCallState Ended { get; } = new(ProviderCallStatus.Ended, []);

    /// <summary>A call that the provider does not know any more.</summary>
    public static ProviderCallState Unknown { get; } = new(ProviderCallStatus.Unknown, []);
}

/// <summary>
/// Controls calls at a telephony provider (docs/design.md#ports). What happens to a call arrives as events at
/// <c>POST /api/callbacks/calls/{callId}</c>. A permanent failure is a result. An exception means that the request can be retried.
/// </summary>
public interface ICallGateway
{
    /// <summary>Answers a ringing call. Repeating it returns the same id.</summary>
    /// <returns>The provider's id of the call; null if the call does not ring any more.</returns>
    Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation);

    /// <summary>Executes an action.</summary>
    Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation);

    /// <summary>Gets the status and the participants of a call.</summary>
    Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation);
}
