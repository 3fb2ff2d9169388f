namespace ZuperConnect.Text;

/// <summary>Truncates texts.</summary>
public static class Truncation
{
    /// <summary>The first characters of a text that is longer than <paramref name="length"/>, without splitting a surrogate pair.</summary>
    public static string Beginning(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
