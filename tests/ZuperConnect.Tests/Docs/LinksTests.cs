using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Docs;

public sealed partial class LinksTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs");

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Folder, "*.md").Select(page => Path.GetFileName(page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_leads_to_in_the_repository_is_there(string page)
    {
        string[] missing = [.. Link().Matches(File.ReadAllText(Path.Combine(Folder, page))).Select(link => link.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Folder, path)))];
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)")]
    private static partial Regex Link();
}
