namespace ZuperConnect.Text;

/// <summary>Cuts texts that are too long.</summary>
public static class Truncation
{
    /// <summary>The beginning of a text that is longer than that, at most so long; no character of two halves is cut through.</summary>
    public static string Beginning(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
