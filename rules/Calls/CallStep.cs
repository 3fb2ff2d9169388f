using System.Collections.Immutable;
using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>The result of applying an event to a call.</summary>
/// <param name="Call">The next state.</param>
/// <param name="Actions">The requests to the provider, in this order.</param>
/// <param name="Commands">The commands for the conversation, in this order.</param>
public sealed record CallStep(Call Call, ImmutableArray<CallAction> Actions, ImmutableArray<Command> Commands)
{
    internal static CallStep Nothing(Call call) => new(call, [], []);

    internal static CallStep Of(Call call, params ReadOnlySpan<CallAction> actions) => new(call, [.. actions], []);

    /// <summary>Applies another event after this step.</summary>
    internal CallStep Then(CallEvent callEvent)
    {
        var next = CallRules.Apply(Call, callEvent);
        return new(next.Call, [.. Actions, .. next.Actions], [.. Commands, .. next.Commands]);
    }
}
