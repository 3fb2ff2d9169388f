using System.Text.RegularExpressions;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Infra;

/// <summary>Finds the functions of the deployed app in its source, because these tests do not reference its packages.</summary>
internal static partial class CodeFunctions
{
    public static IEnumerable<string> All() => Find(Function());

    public static IEnumerable<string> TriggeredByEventGrid() => Find(EventGridFunction());

    /// <summary>The content of the C# files in some folders.</summary>
    public static IEnumerable<string> Sources(params IEnumerable<string> folders) => Files(folders).Select(File.ReadAllText);

    /// <summary>The C# files in some folders.</summary>
    public static IEnumerable<string> Files(params IEnumerable<string> folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(BicepFiles.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any()
        select file;

    private static IEnumerable<string> Find(Regex function) =>
        Sources("functions").SelectMany(source => function.Matches(source)).Select(match => NameOf(match.Groups["name"].Value));

    // "Name", nameof(Name), or a constant of the inbox.
    private static string NameOf(string name) =>
        name.StartsWith($"{nameof(EventGridReceiver)}.", StringComparison.Ordinal)
            ? (string)typeof(EventGridReceiver).GetField(name.Split('.')[^1])!.GetRawConstantValue()!
            : Quoted().Match(name).Groups["name"].Value;

    [GeneratedRegex(@"\[Function\((?<name>""\w+""|nameof\([\w.]+\)|[\w.]+)\)\]")]
    private static partial Regex Function();

    [GeneratedRegex(@"\[Function\((?<name>""\w+""|nameof\([\w.]+\)|[\w.]+)\)\](?:(?!\[Function\()[\s\S])*?\[EventGridTrigger\b")]
    private static partial Regex EventGridFunction();

    [GeneratedRegex(@"(?<name>\w+)[""\)]$")]
    private static partial Regex Quoted();
}
