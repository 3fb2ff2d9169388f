using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Docs;

/// <summary>The commands in the docs, which people copy line by line.</summary>
public sealed partial class CommandsTests
{
    /// <summary>Variables of every shell.</summary>
    private static readonly string[] Known = ["HOME", "PATH"];

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(page => $"docs/{Path.GetFileName(page)}").Append("README.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_command_uses_a_variable_that_none_before_it_sets(string page)
    {
        var set = Known.ToHashSet(StringComparer.Ordinal);
        var unset = new List<string>();
        foreach (var line in Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .SelectMany(block => block.Groups["commands"].Value.Split('\n')))
        {
            unset.AddRange(Used().Matches(line).Select(use => use.Groups["name"].Value).Where(name => !set.Contains(name)));
            set.UnionWith(Set().Matches(line).Select(setting => setting.Groups["name"].Value));
        }

        Assert.Empty(unset.Distinct());
    }

    [GeneratedRegex(@"```sh\n(?<commands>[\s\S]*?)```")]
    private static partial Regex Block();

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Used();

    [GeneratedRegex(@"(?:^|[\s;(])(?:(?<name>[A-Za-z_]\w*)=|for (?<name>[A-Za-z_]\w*) in)")]
    private static partial Regex Set();
}
