using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>The settings that the code of the deployed app reads.</summary>
internal static partial class CodeSettings
{
    /// <summary>
    /// Their names as environment variables have them, two underscores for each colon: every string that looks like a setting, and
    /// every one that a configuration is asked for, by itself or by a constant.
    /// </summary>
    public static HashSet<string> Read()
    {
        var sources = CodeFunctions.Files("inbox", "functions").ToDictionary(file => file, File.ReadAllText);
        return
        [
            .. from source in sources
               from name in Named().Matches(source.Value).Concat(AskedFor().Matches(source.Value))
                   .Select(match => match.Groups["name"].Value)
                   .Concat(AskedForByConstant().Matches(source.Value)
                       .Select(match => Constant(sources, source.Key, match.Groups["constant"].Value)))
               select name.Replace(":", "__", StringComparison.Ordinal),
        ];
    }

    // A constant of the file itself, or of a type, whose file has its name.
    private static string Constant(Dictionary<string, string> sources, string file, string constant)
    {
        var path = constant.Split('.');
        var source = path.Length is 1
            ? sources[file] : sources.Single(other => Path.GetFileNameWithoutExtension(other.Key) == path[^2]).Value;
        return Regex.Match(source, $"""const string {path[^1]} = "(?<value>[^"]+)";""") is { Success: true } found
            ? found.Groups["value"].Value
            : throw new InvalidOperationException($"The setting {constant} in {file} is no constant.");
    }

    // No setting is written in capital letters alone, as lines of other formats are.
    [GeneratedRegex("""
        "(?<name>[A-Z]\w*[a-z]\w*(:\w+)+)"
        """)]
    private static partial Regex Named();

    [GeneratedRegex("""
        (?:(?:onfiguration|settings)\[|\.GetSection\(|\.GetValue<\w+>\(|\.GetConnectionString\()"(?<name>[^"]+)"
        """)]
    private static partial Regex AskedFor();

    // Names of parameters begin with a small letter: what is passed for them is found where it is passed.
    [GeneratedRegex(@"(?:(?:onfiguration|settings)\[|\.GetSection\(|\.GetValue<\w+>\()(?<constant>[A-Z][\w.]+)[\])]")]
    private static partial Regex AskedForByConstant();
}
