using System.Collections.Immutable;
using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>What follows from news of a call.</summary>
/// <param name="Call">The next state.</param>
/// <param name="Actions">What the provider is asked to do, in this order.</param>
/// <param name="Commands">What the conversation is told.</param>
public sealed record CallStep(Call Call, ImmutableArray<CallAction> Actions, ImmutableArray<Command> Commands)
{
    internal static CallStep Nothing(Call call) => new(call, [], []);

    internal static CallStep Of(Call call, params ReadOnlySpan<CallAction> actions) => new(call, [.. actions], []);

    /// <summary>This step, and the one that follows from more news.</summary>
    internal CallStep Then(CallEvent news)
    {
        var next = CallRules.After(Call, news);
        return new(next.Call, [.. Actions, .. next.Actions], [.. Commands, .. next.Commands]);
    }
}
