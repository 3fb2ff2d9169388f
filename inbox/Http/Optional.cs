using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZuperConnect.Http;

/// <summary>
/// A property of a JSON body that may be left out. A property that is left out does not change; null clears it. If <typeparamref name="T"/>
/// cannot be null, null is not valid.
/// </summary>
/// <param name="Value">The value; the default if it was left out.</param>
[JsonConverter(typeof(OptionalJson))]
public readonly record struct Optional<T>(T Value)
{
    /// <summary>Whether the body has the property.</summary>
    public bool IsGiven { get; } = true;

    /// <summary>The given value, or the current one.</summary>
    public T Or(T there) => IsGiven ? Value : there;

    /// <summary>The given value after it is read, or the current one.</summary>
    public TRead Or<TRead>(TRead there, Func<T, TRead> read) => IsGiven ? read(Value) : there;
}

/// <summary>Reads <see cref="Optional{T}"/>. A property that is left out keeps the default of the struct.</summary>
internal sealed class OptionalJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Given<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Given<T> : JsonConverter<Optional<T>>
    {
        private static readonly bool HasNull = default(T) is null;

        public override bool HandleNull => true;

        /// <summary>Calls the converter directly, so that an error has its path in the whole body.</summary>
        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            HasNull && reader.TokenType is JsonTokenType.Null
                ? new(default!)
                : new(((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options)!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
