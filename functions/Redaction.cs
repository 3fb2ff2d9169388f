using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ZuperConnect.Functions;

/// <summary>
/// Removes phone numbers from telemetry. A second line of defense for texts of others, such as a storage exception with a row key. The
/// inbox's own log messages contain no numbers.
/// </summary>
public static partial class Redaction
{
    private const int DigitsLeft = 4;

    /// <summary>The text with only the last four digits of possible phone numbers; the same text if there are none.</summary>
    public static string Redacted(string text) =>
        Numbers().Replace(text, found => found.Groups["id"].Success ? found.Value : $"…{found.Value[^DigitsLeft..]}");

    /// <summary>The value, or its redacted text if it contains possible phone numbers.</summary>
    internal static object? Redacted(object? value) => value?.ToString() is { } text
        && Redacted(text) is var redacted && redacted != text ? redacted : value;

    /// <summary>At least seven digits in a row, the shortest phone number. UUIDs and ids of 32 hexadecimal digits stay.</summary>
    [GeneratedRegex(@"(?<id>\b[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b[0-9a-fA-F]{32}\b)|\+?[0-9]{7,}")]
    private static partial Regex Numbers();
}

/// <summary>Redacts log messages, their properties and exceptions.</summary>
public sealed class RedactedLogs : BaseProcessor<LogRecord>
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        data.FormattedMessage = data.FormattedMessage is { } message ? Redaction.Redacted(message) : null;
        data.Body = data.Body is { } body ? Redaction.Redacted(body) : null;
        data.Attributes = data.Attributes?.Select(attribute => KeyValuePair.Create(attribute.Key, Redaction.Redacted(attribute.Value)))
            .ToList();
        if (data.Exception is { } failure && Redaction.Redacted((object)failure) is string whole)
        {
            data.Exception = new RedactedException(failure, whole);
        }
    }

    /// <summary>Replaces an exception by its redacted text.</summary>
    private sealed class RedactedException(Exception original, string whole)
        : Exception($"{original.GetType().Name}: {Redaction.Redacted(original.Message)}")
    {
        public override string? StackTrace { get; } = original.StackTrace;

        public override string ToString() => whole;
    }
}

/// <summary>Redacts the names and attributes of spans.</summary>
public sealed class RedactedTraces : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        data.DisplayName = Redaction.Redacted(data.DisplayName);
        if (data.StatusDescription is { } description)
        {
            data.SetStatus(data.Status, Redaction.Redacted(description));
        }

        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (Redaction.Redacted(value) is var shown && !ReferenceEquals(shown, value))
            {
                data.SetTag(name, shown);
            }
        }
    }
}
