using System.Text.RegularExpressions;

namespace ZuperConnect.SavedReplies;

/// <summary>A text that the team uses again and again.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="Name">The name by which users find it.</param>
/// <param name="Text">The text. It can contain <see cref="Placeholders"/>, which the page replaces before a user sends it.</param>
public sealed partial record SavedReply(string Id, string Name, string Text)
{
    /// <summary>The maximum length of a name.</summary>
    public const int MaxNameLength = 60;

    /// <summary>The names that a text can contain in braces.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["customer.name", "user.name", "number.name"];

    /// <summary>The first word in braces that is not one of <see cref="Placeholders"/>; null if there is none.</summary>
    public static string? UnknownPlaceholder(string text) =>
        InBraces().Matches(text).Select(found => found.Groups[1].Value).FirstOrDefault(name => !Placeholders.Contains(name));

    [GeneratedRegex(@"\{([A-Za-z]+\.[A-Za-z]+)\}")]
    private static partial Regex InBraces();
}
