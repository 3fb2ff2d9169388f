using System.Globalization;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The version number of a write: the ticks of the clock, but always greater than all earlier numbers in the database. ETags and times
/// derive from it.
/// </summary>
internal static class StoredVersion
{
    public static ETag TagOfRow(long version) => new(string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\""));

    public static ETag TagOfBlob(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    public static DateTimeOffset Time(long version) => new(version, TimeSpan.Zero);

    /// <summary>
    /// The version that an ETag asks for; null for any; a number that no version has if it is not an ETag of this storage.
    /// </summary>
    public static long? Wanted(ETag tag)
    {
        if (tag == ETag.Any)
        {
            return null;
        }

        var digits = tag.ToString().AsSpan();
        digits = (digits.StartsWith("W/") ? digits[2..] : digits).Trim('"');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
