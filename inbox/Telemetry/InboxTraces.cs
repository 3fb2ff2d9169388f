using System.Diagnostics;
using ZuperConnect.Conversations;

namespace ZuperConnect.Telemetry;

/// <summary>
/// The traces of the inbox, in the source <see cref="Name"/>: from the provider's event to the write in storage. Conversation ids are
/// masked. <c>inbox.source</c> is the same id at both ends, wherever they run.
/// </summary>
public sealed class InboxTraces : IDisposable
{
    /// <summary>The name of the source.</summary>
    public const string Name = "ZuperConnect";

    private readonly ActivitySource _source = new(Name);

    /// <summary>Starts a span for an event of the provider; null if nobody listens.</summary>
    /// <param name="kind">The kind of event.</param>
    public Activity? Event(string kind) => _source.StartActivity($"take {kind}", ActivityKind.Consumer);

    /// <summary>Starts a span for deciding and committing a command.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    public Activity? Store(ConversationId id, Command command) => About(_source.StartActivity("store"), id, command);

    /// <summary>Starts a span for a command that another process sent to its owner.</summary>
    /// <param name="parent">The W3C traceparent of the sender; null if there is none.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    public Activity? HandleCommand(string? parent, ConversationId id, Command command) =>
        About(_source.StartActivity("take command", ActivityKind.Consumer, parent), id, command);

    /// <summary>Adds the tags of a command to a span.</summary>
    public static Activity? About(Activity? span, ConversationId id, Command command) => span?
        .SetTag("inbox.conversation", id.Masked())
        .SetTag("inbox.command", command.GetType().Name)
        .SetTag("inbox.source", command.SourceId);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
