using System.Text.RegularExpressions;

namespace ZuperConnect.Customers;

/// <summary>
/// Prevents spreadsheets from running text as formulas. A cell that starts with certain characters, such as the plus of a phone number, is
/// a formula unless an apostrophe precedes it. If a spreadsheet splits the file at semicolons or tabs, or loses track of quotes, a cell can
/// also start after those or after a line break.
/// </summary>
internal static partial class SpreadsheetGuard
{
    /// <summary>Adds an apostrophe wherever a formula could start, and before existing apostrophes there.</summary>
    public static string Add(string text) => Begins().Replace(text, "'");

    /// <summary>Reverses <see cref="Add"/>.</summary>
    public static string Remove(string text) => Guards().Replace(text, "");

    [GeneratedRegex(@"^(?=[=+\-@\t\r\n＝＋－＠'])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠'])")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^'(?=[=+\-@\t\r\n＝＋－＠'])|(?<=[;\t\r\n])'(?=[=+\-@＝＋－＠'])")]
    private static partial Regex Guards();
}
