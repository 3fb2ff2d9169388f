using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Telemetry;

/// <summary>The ids of log messages.</summary>
public sealed partial class EventIdsTests
{
    private static readonly string[] Projects = ["inbox", "twilio", "functions", "local"];

    [Fact]
    public void Each_log_message_has_an_id_of_its_own()
    {
        var ids = (
            from project in Projects
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            from Match message in LogMessage().Matches(File.ReadAllText(file))
            select (Id: message.Groups["id"].Value, File: Path.GetFileName(file))).ToList();

        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(message => message.Id).Where(same => same.Count() > 1).SelectMany(same => same));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+),")]
    private static partial Regex LogMessage();
}
