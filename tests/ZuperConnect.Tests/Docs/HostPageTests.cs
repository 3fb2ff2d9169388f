using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Docs;

public sealed partial class HostPageTests
{
    [Fact]
    public void The_metrics_that_it_lists_are_those_that_are_measured() =>
        Assert.Equal(Named(Measured(), "inbox/Telemetry/InboxMetrics.cs"), Named(Listed(), "docs/host.md"));

    private static IEnumerable<string> Named(Regex metric, string file) =>
        metric.Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))
            .Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"""(?<name>inbox\.[a-z._]+)""")]
    private static partial Regex Measured();

    [GeneratedRegex(@"(?m)(?<=^\|.*)`(?<name>inbox\.[a-z._]+)`(?=[^|]*\|[^|]*\|$)")]
    private static partial Regex Listed();
}
