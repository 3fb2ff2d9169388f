using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;

namespace ZuperConnect.CallControl;

/// <summary>
/// A call as it is stored while it lives, and for a month after: its state, and what followed from that state and is still to be done.
/// Both are written in one transaction, before anything is done, so that nothing is lost with the process.
/// </summary>
public sealed record CallSession(Call Call)
{
    /// <summary>The provider's own reference to the call; null while it is not known.</summary>
    [JsonPropertyName("line")]
    public string? ProviderCallId { get; init; }

    /// <summary>The provider's further ids of the call, see <see cref="ProviderCallIds"/>; null while they are not known.</summary>
    public string? Conference { get; init; }

    /// <inheritdoc cref="Conference"/>
    public string? Correlation { get; init; }

    /// <summary>The provider's references to its invitations, by user id.</summary>
    public ImmutableDictionary<string, string> Invitations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The source ids of the news that the call has heard: a repetition changes nothing.</summary>
    [JsonPropertyName("heard")]
    public ImmutableHashSet<string> AppliedEventIds { get; init; } = [];

    /// <summary>What the provider is still to be asked, in this order.</summary>
    public ImmutableArray<PendingAction> Actions { get; init; } = [];

    /// <summary>What the conversation is still to be told, in this order.</summary>
    public ImmutableArray<Command> Commands { get; init; } = [];

    /// <summary>Whether something is still to be done.</summary>
    public bool IsBusy => Actions.Length > 0 || Commands.Length > 0;

    /// <summary>Whether what comes with these ids is of this call: none of them is another than the one that is known.</summary>
    public bool IsSameCall(ProviderCallIds ids) => new ProviderCallIds(ProviderCallId, Conference, Correlation).AreCompatible(ids);

    /// <summary>The call with the ids that its news came with.</summary>
    public CallSession WithProviderIds(ProviderCallIds ids) =>
        this with
        {
            ProviderCallId = ProviderCallId ?? ids.Line,
            Conference = Conference ?? ids.Conference,
            Correlation = Correlation ?? ids.Correlation
        };

    /// <summary>
    /// The call after news of it, which it may have heard before. What is not wanted any more is not done any more. Nothing of a call
    /// happens before it begins.
    /// </summary>
    public CallSession Apply(CallEvent callEvent)
    {
        callEvent = callEvent.At < Call.StartedAt ? callEvent with { At = Call.StartedAt } : callEvent;
        if (AppliedEventIds.Contains(callEvent.SourceId))
        {
            return this;
        }

        var step = CallRules.After(Call, callEvent);
        return this with
        {
            Call = step.Call,
            AppliedEventIds = AppliedEventIds.Add(callEvent.SourceId),
            Actions = [.. Actions.Where(pending => CallRules.IsWanted(step.Call, pending.Action)),
                .. step.Actions.Select(action => new PendingAction(action, callEvent.At))],
            Commands = [.. Commands, .. step.Commands],
        };
    }
}

/// <summary>Something that the provider is to be asked.</summary>
/// <param name="Action">What.</param>
/// <param name="RequestedAt">The time of the news that it follows from.</param>
public sealed record PendingAction(CallAction Action, [property: JsonPropertyName("since")] DateTimeOffset RequestedAt);
