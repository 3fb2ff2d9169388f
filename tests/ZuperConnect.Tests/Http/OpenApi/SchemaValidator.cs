using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>Compares JSON with schemas, as far as the document uses JSON Schema.</summary>
internal sealed class SchemaValidator(JsonNode document)
{
    /// <summary>What a reference leads to.</summary>
    public static JsonNode Resolve(JsonNode document, JsonNode node) => node["$ref"] is { } reference
        ? ((string)reference!).Split('/').Skip(1).Aggregate(document, (found, step) => found[step]!) : node;

    /// <summary>What is wrong with a value.</summary>
    /// <param name="value">The value; null for null.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="place">Where the value stands.</param>
    public IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string place)
    {
        schema = Resolve(document, schema);
        if (schema["type"] is { } type && !Types(type).Contains(TypeOf(value))
            && !(TypeOf(value) is "integer" && Types(type).Contains("number")))
        {
            yield return $"{place} is {TypeOf(value)}";
        }

        if ((schema["enum"] is JsonArray values && !values.Any(one => JsonNode.DeepEquals(one, value)))
            || (schema["const"] is { } only && !JsonNode.DeepEquals(only, value)))
        {
            yield return $"{place} is {value}";
        }

        if (value is JsonValue text && text.GetValueKind() is JsonValueKind.String && !IsText((string)text!, schema))
        {
            yield return $"{place} is {value}";
        }

        if (value is JsonValue number && number.GetValueKind() is JsonValueKind.Number
            && ((double)number < (double?)schema["minimum"] || (double)number > (double?)schema["maximum"]))
        {
            yield return $"{place} is {value}";
        }

        var parts = (schema["allOf"]?.AsArray() ?? []).Select(part => Faults(value, part!, place).ToList()).ToList();
        var alternatives = (schema["oneOf"] ?? schema["anyOf"])?.AsArray().Select(part => Faults(value, part!, place).ToList()).ToList();
        foreach (var fault in parts.SelectMany(found => found))
        {
            yield return fault;
        }

        if (alternatives is not null && !alternatives.Exists(found => found.Count is 0))
        {
            yield return $"{place} is none of its kinds: {string.Join(", ", alternatives.SelectMany(found => found))}";
        }

        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => (string)name!))
        {
            if (value is JsonObject one && !one.ContainsKey(name))
            {
                yield return $"{place} has no {name}";
            }
        }

        var inner = value switch
        {
            JsonObject named => named.Where(property => schema["properties"]?[property.Key] is not null)
                .SelectMany(property => Faults(property.Value, schema["properties"]![property.Key]!, $"{place}.{property.Key}")),
            JsonArray list when schema["items"] is { } items => list.SelectMany((item, index) => Faults(item, items, $"{place}[{index}]")),
            _ => [],
        };
        foreach (var fault in inner)
        {
            yield return fault;
        }
    }

    private static bool IsText(string text, JsonNode schema) =>
        text.Length >= ((int?)schema["minLength"] ?? 0) && text.Length <= ((int?)schema["maxLength"] ?? int.MaxValue)
        && ((string?)schema["pattern"] is not { } pattern || Regex.IsMatch(text, pattern))
        && (string?)schema["format"] switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date-time" => DateTimeOffset.TryParse(text, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
            _ => "boolean",
        },
    };
}
