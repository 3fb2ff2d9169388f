using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// Stores the columns of a row as JSON with OData type annotations: <c>"At@odata.type":"Edm.DateTime"</c> before <c>"At":"…"</c>. Text,
/// Booleans and 32-bit integers need none.
/// </summary>
internal static class RowColumns
{
    private const string Annotation = "@odata.type";
    private const string Long = "Edm.Int64";
    private const string Time = "Edm.DateTime";
    private const string Uuid = "Edm.Guid";
    private const string Bytes = "Edm.Binary";

    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the columns of a row as UTF-8.</summary>
    public static byte[] Write(TableRow row)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(json, Options);
        writer.WriteStartObject();
        foreach (var (name, value) in row.Columns)
        {
            switch (value)
            {
                case string text:
                    writer.WriteString(name, text);
                    break;
                case bool truth:
                    writer.WriteBoolean(name, truth);
                    break;
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case long number:
                    writer.WriteString(name + Annotation, Long);
                    writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                    break;
                case DateTimeOffset at:
                    writer.WriteString(name + Annotation, Time);
                    writer.WriteString(name, at.UtcDateTime);
                    break;
                case Guid uuid:
                    writer.WriteString(name + Annotation, Uuid);
                    writer.WriteString(name, uuid);
                    break;
                case byte[] bytes:
                    writer.WriteString(name + Annotation, Bytes);
                    writer.WriteBase64String(name, bytes);
                    break;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Reads columns into a row.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="row">The row.</param>
    /// <param name="wanted">The columns to read; null for all.</param>
    public static void Read(ReadOnlySpan<byte> json, TableRow row, IReadOnlySet<string>? wanted)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        string? type = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith(Annotation, StringComparison.Ordinal))
            {
                type = reader.GetString();
                continue;
            }

            if (wanted?.Contains(name) is not false)
            {
                row[name] = Value(ref reader, type);
            }

            type = null;
        }
    }

    private static object Value(ref Utf8JsonReader reader, string? type) => (reader.TokenType, type) switch
    {
        (JsonTokenType.True, _) => true,
        (JsonTokenType.False, _) => false,
        (JsonTokenType.Number, _) => reader.GetInt32(),
        (_, Long) => long.Parse(reader.GetString()!, CultureInfo.InvariantCulture),
        (_, Time) => reader.GetDateTimeOffset(),
        (_, Uuid) => reader.GetGuid(),
        (_, Bytes) => reader.GetBytesFromBase64(),
        _ => reader.GetString()!,
    };
}
