using System.Globalization;

namespace ZuperConnect.Twilio.Rest;

/// <summary>Date formats of the REST API.</summary>
internal static class TwilioTime
{
    /// <summary>Parses an RFC 2822 date. The day of the week is ignored.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(
            text?[(text.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim(), "d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    /// <summary>The date in UTC, for filters of lists.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
