using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZuperConnect;

/// <summary>Reads a text in JSON into a type; false where it is none.</summary>
internal delegate bool TextParser<T>(string? text, [NotNullWhen(true)] out T? value)
    where T : class;

/// <summary>Writes a value to JSON as its text, and parses that.</summary>
internal abstract class TextJson<T>(TextParser<T> tryParse) : JsonConverter<T>
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        tryParse(reader.GetString(), out var value) ? value : throw new JsonException($"This is no {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
