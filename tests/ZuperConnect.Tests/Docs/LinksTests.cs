using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Docs;

public sealed partial class LinksTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs");

    private static readonly string[] Code = ["rules", "storage", "storage-azure", "storage-sqlite", "inbox", "twilio", "functions", "local", "tests"];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Folder, "*.md").Select(page => Path.GetFileName(page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_leads_to_in_the_repository_is_there(string page)
    {
        string[] missing = [.. Link().Matches(File.ReadAllText(Path.Combine(Folder, page))).Select(link => link.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Folder, path)))];
        Assert.Empty(missing);
    }

    [Fact]
    public void Comments_refer_to_headings_that_the_design_page_has()
    {
        var headings = Heading().Matches(File.ReadAllText(Path.Combine(Folder, "design.md")))
            .Select(heading => heading.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        var references = (
            from folder in Code
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            from Match reference in Reference().Matches(File.ReadAllText(file))
            select (Path.GetFileName(file), Heading: reference.Groups["heading"].Value)).ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, reference => !headings.Contains(reference.Heading));
    }

    [GeneratedRegex(@"^##+ (?<text>.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"docs/design\.md#(?<heading>[a-z0-9-]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)")]
    private static partial Regex Link();
}
