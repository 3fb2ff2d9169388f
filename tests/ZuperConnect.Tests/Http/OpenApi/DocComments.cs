using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZuperConnect.Json;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>Reads doc comments that the framework does not: those of the values of an enum, and of types that nothing is of.</summary>
internal static partial class DocComments
{
    /// <summary>The summary of a type.</summary>
    public static string? Of(Type type) => Summary(type, $"T:{type.FullName}");

    /// <summary>The summary of a property.</summary>
    public static string? Of(PropertyInfo property) =>
        Summary(property.DeclaringType!, $"P:{property.DeclaringType!.FullName}.{property.Name}");

    /// <summary>The values of an enum with their summaries.</summary>
    public static string OfValues(Type type) => string.Join(" ", type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value =>
        $"{(string)JsonSerializer.SerializeToNode(value.GetValue(null), type, InboxJson.Options)!}: {LowerCased(Summary(type, $"F:{type.FullName}.{value.Name}")!)}"));

    /// <summary>A comment without its line breaks.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Unwrap(string? text) => text is null ? null : Breaks().Replace(text, " ");

    private static string? Summary(Type type, string name)
    {
        var summary = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member")
            .FirstOrDefault(member => (string?)member.Attribute("name") == name)?.Element("summary");
        foreach (var code in summary?.Elements("c").ToList() ?? [])
        {
            code.ReplaceWith($"`{code.Value}`");
        }

        return summary is null ? null : Unwrap(summary.Value.Trim());
    }

    private static string LowerCased(string text) => text is [_, var second, ..] && char.IsLower(second) || text is [_, ' ', ..]
        ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Breaks();
}
