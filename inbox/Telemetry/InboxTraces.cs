using System.Diagnostics;
using ZuperConnect.Conversations;

namespace ZuperConnect.Telemetry;

/// <summary>
/// What is traced of the inbox, in the source <see cref="Name"/>: from the provider's event to its write in storage. Conversations are
/// masked; <c>inbox.source</c> is the same id at both ends, wherever they run.
/// </summary>
public sealed class InboxTraces : IDisposable
{
    /// <summary>The source's name.</summary>
    public const string Name = "ZuperConnect";

    private readonly ActivitySource _source = new(Name);

    /// <summary>An event of the provider is taken; null where nobody listens. It is over when it is disposed.</summary>
    /// <param name="kind">What kind of event.</param>
    public Activity? Event(string kind) => _source.StartActivity($"take {kind}", ActivityKind.Consumer);

    /// <summary>A command is decided and committed.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    public Activity? Store(ConversationId id, Command command) => About(_source.StartActivity("store"), id, command);

    /// <summary>An owner takes a command that another process handed to it.</summary>
    /// <param name="parent">The W3C traceparent of the sender's trace; null where it has none.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    public Activity? HandleCommand(string? parent, ConversationId id, Command command) =>
        About(_source.StartActivity("take command", ActivityKind.Consumer, parent), id, command);

    /// <summary>Says of a span which command it is about.</summary>
    public static Activity? About(Activity? span, ConversationId id, Command command) => span?
        .SetTag("inbox.conversation", id.Masked())
        .SetTag("inbox.command", command.GetType().Name)
        .SetTag("inbox.source", command.SourceId);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
