using System.Text.Json;
using ZuperConnect.Json;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>
/// A value in an orchestration's history, serialized with <see cref="InboxJson"/>. The serializer of Durable Functions supports neither the
/// inbox's enums nor polymorphic commands.
/// </summary>
public sealed record JsonEnvelope(string Json)
{
    /// <summary>Serializes a value.</summary>
    public static JsonEnvelope Of<T>(T value) => new(JsonSerializer.Serialize(value, InboxJson.Options));

    /// <summary>Deserializes the value.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Json, InboxJson.Options)
        ?? throw new JsonException($"No {typeof(T).Name} was noted.");
}
