namespace ZuperConnect.Hours;

/// <summary>Local days and times in a time zone.</summary>
public static class LocalTime
{
    /// <summary>A time zone by its IANA id; UTC for null, and for a zone that this machine does not know.</summary>
    public static TimeZoneInfo Zone(string? id) =>
        id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known) ? known : TimeZoneInfo.Utc;

    /// <summary>The local date at a time.</summary>
    public static DateOnly DateAt(this TimeZoneInfo zone, DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>When a local day begins.</summary>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day) =>
        zone.InstantOf(day.ToDateTime(TimeOnly.MinValue), isFirst: true);

    /// <summary>
    /// The instant of a local time. A time that the clock skips in spring is the instant of the skip. A time that the clock shows twice in
    /// autumn is the first or the second of them.
    /// </summary>
    internal static DateTimeOffset InstantOf(this TimeZoneInfo zone, DateTime local, bool isFirst)
    {
        if (zone.IsInvalidTime(local))
        {
            // The offset after the skip, applied to a time in it, gives an instant before it.
            var valid = local;
            while (zone.IsInvalidTime(valid))
            {
                valid = valid.AddMinutes(1);
            }

            return new(valid, zone.GetUtcOffset(valid));
        }

        var offset = zone.IsAmbiguousTime(local)
            ? isFirst ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetAmbiguousTimeOffsets(local).Min()
            : zone.GetUtcOffset(local);
        return new(local, offset);
    }
}
