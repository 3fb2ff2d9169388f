using System.Text.RegularExpressions;

namespace ZuperConnect.Customers;

/// <summary>
/// Keeps spreadsheets from running text as formulas. A cell that begins with one of a few characters, the plus of a phone number among
/// them, is run, and is not after an apostrophe. Where a spreadsheet splits the file at semicolons or tabs instead of commas, or loses
/// count of the quotes, a cell begins after those and after a line break, too.
/// </summary>
internal static partial class SpreadsheetGuard
{
    /// <summary>The text with apostrophes where a formula could begin, and before those that were there.</summary>
    public static string Add(string text) => Begins().Replace(text, "'");

    /// <summary>The text as it was before <see cref="Add"/>.</summary>
    public static string Remove(string text) => Guards().Replace(text, "");

    [GeneratedRegex(@"^(?=[=+\-@\t\r\n＝＋－＠'])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠'])")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^'(?=[=+\-@\t\r\n＝＋－＠'])|(?<=[;\t\r\n])'(?=[=+\-@＝＋－＠'])")]
    private static partial Regex Guards();
}
