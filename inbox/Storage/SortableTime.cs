using System.Globalization;

namespace ZuperConnect.Storage;

/// <summary>Times as parts of row keys.</summary>
public static class SortableTime
{
    /// <summary>A time as 19 digits that sort newest first.</summary>
    public static string NewestFirst(DateTimeOffset at) =>
        (DateTime.MaxValue.Ticks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>A time as 19 digits that sort oldest first.</summary>
    public static string OldestFirst(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
