using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Docs;

public sealed partial class LinksTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs");

    private static readonly string[] Code =
        ["rules", "storage", "storage-azure", "storage-sqlite", "inbox", "twilio", "functions", "local", "tests"];

    public static TheoryData<string> Pages =>
        ["README.md", "CONTRIBUTING.md", .. Directory.EnumerateFiles(Folder, "*.md").Select(page => $"docs/{Path.GetFileName(page)}")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_leads_to_in_the_repository_is_there(string page)
    {
        var file = Path.Combine(Repository.Root, page);
        Assert.Empty(Link().Matches(File.ReadAllText(file)).Where(link => !LeadsSomewhere(file, link)).Select(link => link.Value));
    }

    [Fact]
    public void Comments_refer_to_headings_that_the_design_page_has()
    {
        var headings = HeadingsOf(Path.Combine(Folder, "design.md"));
        var references = (
            from folder in Code
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            from Match reference in Reference().Matches(File.ReadAllText(file))
            select (Path.GetFileName(file), Heading: reference.Groups["heading"].Value)).ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, reference => !headings.Contains(reference.Heading));
    }

    private static bool LeadsSomewhere(string page, Match link)
    {
        var target = link.Groups["path"].Value is "" ? page : Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value);
        return Path.Exists(target) && (link.Groups["heading"].Value is "" || HeadingsOf(target).Contains(link.Groups["heading"].Value));
    }

    /// <summary>The anchors of the headings of a page, as GitHub makes them.</summary>
    private static HashSet<string> HeadingsOf(string page) => [.. Heading().Matches(File.ReadAllText(page))
        .Select(heading => NotInAnchors().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^##+ (?<text>.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"docs/design\.md#(?<heading>[a-z0-9-]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]*)(?:#(?<heading>[^)]+))?\)")]
    private static partial Regex Link();
}
