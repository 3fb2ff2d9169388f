using System.Diagnostics;
using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// A command for a conversation's entity. The command is serialized separately, because the serializer of Durable Functions does not
/// support polymorphic commands.
/// </summary>
/// <param name="Command">The command, serialized with <see cref="InboxJson"/>.</param>
/// <param name="Kept">Whether a work item of kind <c>TakeCommand</c> stores the command and is removed with it.</param>
/// <param name="Trace">The W3C traceparent of the sender, because a signal is a separate invocation; null without tracing.</param>
public sealed record CommandEnvelope(string? Command, bool Kept, string? Trace = null)
{
    /// <summary>Serializes a command.</summary>
    public static CommandEnvelope Of(Command command, bool kept) =>
        new(JsonSerializer.Serialize(command, InboxJson.Options), kept, Activity.Current?.Id);

    /// <summary>Deserializes the command; null if this version of the app does not know it.</summary>
    public Command? Read()
    {
        try
        {
            return Command is null ? null : JsonSerializer.Deserialize<Command>(Command, InboxJson.Options);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
