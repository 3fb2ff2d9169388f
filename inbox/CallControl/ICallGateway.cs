using System.Collections.Immutable;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;

namespace ZuperConnect.CallControl;

/// <summary>A customer's call that rings at the provider.</summary>
/// <param name="CallId">Our id of it, made of the event's: the same for the same event, so that answering twice is answering once.</param>
/// <param name="From">Who calls.</param>
/// <param name="To">The number of ours that is called.</param>
/// <param name="Secret">What the provider wants back with the answer. Short-lived; never stored or logged.</param>
/// <param name="At">When it began to ring.</param>
public sealed record RingingCall(string CallId, PhoneNumber From, PhoneNumber To, string Secret, DateTimeOffset At);

/// <summary>What became of an action that the provider was asked for.</summary>
/// <param name="Done">Whether the provider took it; false where it never will.</param>
public sealed record ActionResult(bool Done)
{
    /// <summary>The provider's own reference to the call, where the action made the call.</summary>
    public string? ProviderCallId { get; init; }

    /// <summary>The provider's reference to the invitation of a device, needed to take it back.</summary>
    public string? Invitation { get; init; }

    /// <summary>The id of the recording that was started, see <see cref="RecordingIds"/>.</summary>
    public string? RecordingId { get; init; }
}

/// <summary>What a provider knows of a call.</summary>
public enum ProviderCallStatus
{
    /// <summary>It is up.</summary>
    Active,

    /// <summary>It was up, and is over.</summary>
    Ended,

    /// <summary>The provider has lost it.</summary>
    Unknown,
}

/// <summary>What was found when a provider was asked about a call.</summary>
/// <param name="Status">How the call is.</param>
/// <param name="Present">Whose phones are in it; empty unless it is up.</param>
public sealed record ProviderCallState(ProviderCallStatus Status, ImmutableArray<PhoneNumber> Present)
{
    /// <summary>Whether somebody is in it of whom it cannot be read who that is.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>A call that is up, with these in it.</summary>
    public static ProviderCallState Active(params ImmutableArray<PhoneNumber> present) => new(ProviderCallStatus.Active, present);

    /// <summary>A call that is over.</summary>
    public static ProviderCallState Ended { get; } = new(ProviderCallStatus.Ended, []);

    /// <summary>A call that the provider has lost.</summary>
    public static ProviderCallState Unknown { get; } = new(ProviderCallStatus.Unknown, []);
}

/// <summary>
/// A telephony provider's calls (docs/design.md#ports). What happens to a call afterwards comes as events to
/// <c>POST /api/callbacks/calls/{callId}</c>. What certainly cannot be done is a result; an exception means that it may be tried again.
/// </summary>
public interface ICallGateway
{
    /// <summary>Answers a call that rings. Answering the same call again gives the same line.</summary>
    /// <returns>The provider's reference to the call; null where it does not ring any more.</returns>
    Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation);

    /// <summary>Does something with a call.</summary>
    Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation);

    /// <summary>Asks whether a call is up, and who is in it.</summary>
    Task<ProviderCallState> GetStateAsync(string line, CancellationToken cancellation);
}
