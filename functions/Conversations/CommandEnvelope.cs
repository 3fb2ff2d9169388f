using System.Diagnostics;
using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// A command on its way to its conversation's entity. The command is a text of its own: what Durable Functions writes JSON with does
/// not keep which command it is.
/// </summary>
/// <param name="Command">The command, as <see cref="InboxJson"/> writes it.</param>
/// <param name="Kept">Whether a work row of the kind <c>TakeCommand</c> stands behind it, to be removed when it is taken.</param>
/// <param name="Trace">The W3C traceparent of who hands it over, as a signal is another run of the app; null where nothing is
/// traced.</param>
public sealed record CommandEnvelope(string? Command, bool Kept, string? Trace = null)
{
    /// <summary>Hands over a command.</summary>
    public static CommandEnvelope Of(Command command, bool kept) =>
        new(JsonSerializer.Serialize(command, InboxJson.Options), kept, Activity.Current?.Id);

    /// <summary>Reads the command; null where there is none that this version of the app knows.</summary>
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
