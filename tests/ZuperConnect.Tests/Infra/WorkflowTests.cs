using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>The workflows of GitHub Actions.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(BicepFiles.Root, ".github", "workflows");

    private static readonly IReadOnlyList<string> Workflows = [.. Directory.EnumerateFiles(Folder, "*.yml").Select(File.ReadAllText)];

    [Fact]
    public void Actions_of_others_are_named_by_a_commit_which_nobody_can_move_and_by_its_version()
    {
        var used = Workflows.SelectMany(workflow => Uses().Matches(workflow)).Select(use => use.Groups["action"].Value)
            .Where(action => !action.StartsWith("./", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, action => Assert.Matches(@"^[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
        Assert.All(used.GroupBy(action => action.Split('@')[0]), versions => Assert.Single(versions.Distinct()));
    }

    [Fact]
    public void Who_signs_in_to_Azure_waits_for_an_approval_and_nobody_else_can_sign_in()
    {
        var signedIn = Workflows.SelectMany(workflow => Job().Matches(workflow)).Select(job => job.Value)
            .Where(job => job.Contains("id-token: write", StringComparison.Ordinal)).ToList();

        Assert.Contains("\n    environment: production\n", Assert.Single(signedIn), StringComparison.Ordinal);
        Assert.All(Workflows, workflow => Assert.Matches(@"(?m)^permissions:\n  contents: read$", workflow));
    }

    [GeneratedRegex(@"(?m)^ *(?:- )?uses: (?<action>.+)$")]
    private static partial Regex Uses();

    [GeneratedRegex(@"(?m)^  \w+:\n(?:    .*\n| *\n)+")]
    private static partial Regex Job();
}
