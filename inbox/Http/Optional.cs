using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZuperConnect.Http;

/// <summary>
/// A property of a JSON body that may be left out, which is not the same as null: what is left out stays as it is, and null clears it.
/// Where <typeparamref name="T"/> has no null, null is malformed.
/// </summary>
/// <param name="Value">What was given; the default where it was left out.</param>
[JsonConverter(typeof(OptionalJson))]
public readonly record struct Optional<T>(T Value)
{
    /// <summary>Whether the body has the property.</summary>
    public bool IsGiven { get; } = true;

    /// <summary>What was given, or else what is there.</summary>
    public T Or(T there) => IsGiven ? Value : there;

    /// <summary>What was given, once it is read, or else what is there.</summary>
    public TRead Or<TRead>(TRead there, Func<T, TRead> read) => IsGiven ? read(Value) : there;
}

/// <summary>Reads <see cref="Optional{T}"/>. Of a property that is left out the serializer reads nothing: it has the struct's
/// default.</summary>
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

        /// <summary>By the converter itself, so that a fault is told by its path in the whole body.</summary>
        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            HasNull && reader.TokenType is JsonTokenType.Null
                ? new(default!)
                : new(((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options)!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
