namespace ZuperConnect.Storage;

/// <summary>
/// Stores a text in as many columns of a row as needed: a column holds at most 32,768 characters (Table Storage's data model). The first
/// has the name, and the others have a number after it.
/// </summary>
internal static class LongColumns
{
    private const int ColumnLength = 32_000;

    /// <summary>Writes a text; nothing for null.</summary>
    public static void Write(TableRow row, string name, string? text)
    {
        for (var column = 0; column * ColumnLength < text?.Length; column++)
        {
            var start = column * ColumnLength;
            row[Column(name, column)] = text[start..Math.Min(start + ColumnLength, text.Length)];
        }
    }

    /// <summary>Reads a text; null if there is none.</summary>
    public static string? Read(TableRow row, string name)
    {
        var text = row.GetString(name);
        for (var column = 1; row.GetString(Column(name, column)) is { } more; column++)
        {
            text += more;
        }

        return text;
    }

    private static string Column(string name, int index) => index is 0 ? name : $"{name}{index}";
}
