using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZuperConnect.Json;

/// <summary>Parses a text; returns false if it is not valid.</summary>
public delegate bool TextParser<T>(string? text, [NotNullWhen(true)] out T? value)
    where T : class;

/// <summary>Converts a value to and from a JSON string.</summary>
public abstract class StringJsonConverter<T>(TextParser<T> tryParse) : JsonConverter<T>
    where T : class
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        tryParse(reader.GetString(), out var value) ? value : throw new JsonException($"This is no {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
