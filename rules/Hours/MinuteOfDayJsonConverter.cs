using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZuperConnect.Hours;

/// <summary>Writes a time of day as hours and minutes, such as <c>08:30</c>.</summary>
public sealed class MinuteOfDayJsonConverter : JsonConverter<TimeOnly>
{
    private const string Format = "HH:mm";

    /// <inheritdoc/>
    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : throw new JsonException("A time of day is written as 08:30.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
