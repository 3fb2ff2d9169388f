using System.Text.Json.Nodes;

namespace ZuperConnect.Smoke;

/// <summary>Reads answers of the inbox, and checks them.</summary>
internal static class Answers
{
    /// <summary>The items of a page.</summary>
    public static IReadOnlyList<JsonNode> Items(JsonNode page) => At(page, "items") is JsonArray items
        ? [.. items.OfType<JsonNode>()] : throw new StepFailedException("The answer has no items.");

    /// <summary>A property; null if there is none.</summary>
    public static JsonNode? At(JsonNode? node, string name) => (node as JsonObject)?[name];

    /// <summary>A property that is a text; null if it is none.</summary>
    public static string? Text(JsonNode? node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A property that is a whole number; null if it is none.</summary>
    public static int? Int(JsonNode? node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>Whether a property is true.</summary>
    public static bool Flag(JsonNode? node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>A property that is a time.</summary>
    public static DateTimeOffset Time(JsonNode? node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<DateTimeOffset>(out var time) ? time : throw new StepFailedException($"{name} is no time.");

    /// <summary>Fails the step unless a value is as expected.</summary>
    public static void Is<T>(T expected, T actual, string what) =>
        Must(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is {actual?.ToString() ?? "missing"}, not {expected}.");

    /// <summary>Fails the step unless something is so.</summary>
    public static void Must(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new StepFailedException(otherwise);
        }
    }
}
