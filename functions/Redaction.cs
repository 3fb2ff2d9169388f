using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ZuperConnect.Functions;

/// <summary>
/// Takes phone numbers out of texts that leave the process: an outer net for what others say, as an exception of storage that names a
/// row. What the inbox logs itself has none.
/// </summary>
public static partial class Redaction
{
    private const int DigitsLeft = 4;

    /// <summary>The text with the last four digits alone of all that may be a phone number; the same text where there is none.</summary>
    public static string Redacted(string text) =>
        Numbers().Replace(text, found => found.Groups["id"].Success ? found.Value : $"…{found.Value[^DigitsLeft..]}");

    /// <summary>The value; in its place its redacted text where that has what may be a phone number.</summary>
    internal static object? Redacted(object? value) => value?.ToString() is { } text
        && Redacted(text) is var redacted && redacted != text ? redacted : value;

    /// <summary>Seven digits or more in a row, the shortest of phone numbers; but ids, which are UUIDs or 32 hexadecimal digits, stay as
    /// they are.</summary>
    [GeneratedRegex(@"(?<id>\b[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b[0-9a-fA-F]{32}\b)|\+?[0-9]{7,}")]
    private static partial Regex Numbers();
}

/// <summary>Redacts what is logged, its properties and its exception.</summary>
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

    /// <summary>Another exception, as it may be shown.</summary>
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
