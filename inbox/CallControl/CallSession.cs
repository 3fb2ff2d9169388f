using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;

namespace ZuperConnect.CallControl;

/// <summary>
/// The stored state of a call, with the actions and commands that follow from it and are still to be executed. State and actions are stored
/// in one transaction before anything is executed, so that nothing is lost if the process ends. Kept for a month after the call.
/// </summary>
public sealed record CallSession(Call Call)
{
    /// <summary>The provider's id of the call; null if it is not known yet.</summary>
    [JsonPropertyName("line")]
    public string? ProviderCallId { get; init; }

    /// <summary>Other ids of the call at the provider, see <see cref="ProviderCallIds"/>; null if they are not known yet.</summary>
    public string? Conference { get; init; }

    /// <inheritdoc cref="Conference"/>
    public string? Correlation { get; init; }

    /// <summary>The provider's ids of the invitations, by user id.</summary>
    public ImmutableDictionary<string, string> Invitations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The provider's id of the invitation of the customer to a user's call; null without one.</summary>
    public string? CustomerInvitation { get; init; }

    /// <summary>The source ids of the events that were applied. A repeated event changes nothing.</summary>
    [JsonPropertyName("heard")]
    public ImmutableHashSet<string> AppliedEventIds { get; init; } = [];

    /// <summary>The pending actions for the provider, in this order.</summary>
    public ImmutableArray<PendingAction> Actions { get; init; } = [];

    /// <summary>The pending commands for the conversation, in this order.</summary>
    public ImmutableArray<Command> Commands { get; init; } = [];

    /// <summary>Whether actions or commands are pending.</summary>
    public bool IsBusy => Actions.Length > 0 || Commands.Length > 0;

    /// <summary>Whether an event with these ids can belong to this call: no id contradicts a known one.</summary>
    public bool IsSameCall(ProviderCallIds ids) => new ProviderCallIds(ProviderCallId, Conference, Correlation).AreCompatible(ids);

    /// <summary>The call with the ids of an event added.</summary>
    public CallSession WithProviderIds(ProviderCallIds ids) =>
        this with
        {
            ProviderCallId = ProviderCallId ?? ids.ProviderCallId,
            Conference = Conference ?? ids.Conference,
            Correlation = Correlation ?? ids.Correlation
        };

    /// <summary>
    /// Applies an event. A repeated event changes nothing, and pending actions that are no longer wanted are removed. An event from before
    /// the start counts as happening at the start.
    /// </summary>
    public CallSession Apply(CallEvent callEvent)
    {
        callEvent = callEvent.At < Call.StartedAt ? callEvent with { At = Call.StartedAt } : callEvent;
        if (AppliedEventIds.Contains(callEvent.SourceId))
        {
            return this;
        }

        var step = CallRules.Apply(Call, callEvent);
        return this with
        {
            Invitations = callEvent is DeviceRings rings ? Invitations.SetItem(rings.UserId, rings.Invitation) : Invitations,
            CustomerInvitation = CustomerInvitation ?? (callEvent as CustomerRings)?.Invitation,
            Call = step.Call,
            AppliedEventIds = AppliedEventIds.Add(callEvent.SourceId),
            Actions = [.. Actions.Where(pending => CallRules.IsWanted(step.Call, pending.Action)),
                .. step.Actions.Select(action => new PendingAction(action, callEvent.At))],
            Commands = [.. Commands, .. step.Commands],
        };
    }
}

/// <summary>An action that the provider is still to be asked for.</summary>
/// <param name="Action">The action.</param>
/// <param name="RequestedAt">The time of the event that caused it.</param>
public sealed record PendingAction(CallAction Action, [property: JsonPropertyName("since")] DateTimeOffset RequestedAt);
