using System.Text.Json;
using ZuperConnect.Json;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>
/// A value as an orchestration's history keeps it: a text that <see cref="InboxJson"/> wrote. What Durable Functions writes JSON with
/// knows neither our enums nor which command a command is.
/// </summary>
public sealed record JsonEnvelope(string Json)
{
    /// <summary>Notes a value.</summary>
    public static JsonEnvelope Of<T>(T value) => new(JsonSerializer.Serialize(value, InboxJson.Options));

    /// <summary>The value.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Json, InboxJson.Options)
        ?? throw new JsonException($"No {typeof(T).Name} was noted.");
}
