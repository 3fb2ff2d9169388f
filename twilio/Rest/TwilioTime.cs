using System.Globalization;

namespace ZuperConnect.Twilio.Rest;

/// <summary>The formats of times at Twilio.</summary>
internal static class TwilioTime
{
    /// <summary>Parses a time in the format of RFC 2822. A wrong day of the week is ignored.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(
            text?[(text.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim(), "d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    /// <summary>The day of a time, in the format of list filters.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
