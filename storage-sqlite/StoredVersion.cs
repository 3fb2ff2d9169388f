using System.Globalization;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The number of one write: the ticks of storage's clock, made greater than all numbers before it in the database. Of it come the tag and
/// the time of what was written.
/// </summary>
internal static class StoredVersion
{
    public static ETag TagOfRow(long version) => new(string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\""));

    public static ETag TagOfBlob(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    public static DateTimeOffset Time(long version) => new(version, TimeSpan.Zero);

    /// <summary>What a tag asks for; null: every version; a number that no version has where it is no tag of ours.</summary>
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
