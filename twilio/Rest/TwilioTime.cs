using System.Globalization;

namespace ZuperConnect.Twilio.Rest;

/// <summary>Times as Twilio writes and filters them.</summary>
internal static class TwilioTime
{
    /// <summary>Reads a time in the form of a mail's header (RFC 2822), whatever day of the week it names.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(
            text?[(text.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim(), "d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    /// <summary>The day of a time, by which lists are filtered.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
