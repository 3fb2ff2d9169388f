using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>The settings that the code of the deployed app reads.</summary>
internal static partial class CodeSettings
{
    /// <summary>
    /// Their names as environment variables have them, two underscores for each colon: every string that looks like a setting, and
    /// every one that a configuration is asked for, by itself or by a constant of its file.
    /// </summary>
    public static HashSet<string> Read() =>
    [
        .. from source in CodeFunctions.Sources("inbox", "functions")
           from name in Named().Matches(source).Concat(AskedFor().Matches(source)).Select(match => match.Groups["name"].Value)
               .Concat(AskedForByConstant().Matches(source).Select(match => Constant(source, match.Groups["constant"].Value)))
           select name.Replace(":", "__", StringComparison.Ordinal),
    ];

    private static string Constant(string source, string name) =>
        Regex.Match(source, $"""const string {name} = "(?<value>[^"]+)";""") is { Success: true } constant
            ? constant.Groups["value"].Value
            : throw new InvalidOperationException($"The setting {name} is no constant of its file.");

    [GeneratedRegex("""
        "(?<name>[A-Z]\w+(:\w+)+)"
        """)]
    private static partial Regex Named();

    [GeneratedRegex("""
        (?:onfiguration\[|\.GetSection\(|\.GetValue<\w+>\(|\.GetConnectionString\()"(?<name>[^"]+)"
        """)]
    private static partial Regex AskedFor();

    // Names of parameters begin with a small letter: what is passed for them is found where it is passed.
    [GeneratedRegex(@"(?:onfiguration\[|\.GetSection\(|\.GetValue<\w+>\()(?<constant>[A-Z]\w+)[\])]")]
    private static partial Regex AskedForByConstant();
}
