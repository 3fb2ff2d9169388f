using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>The settings that the code of the deployed app reads.</summary>
internal static partial class CodeSettings
{
    /// <summary>
    /// The names as environment variables, with two underscores for each colon: every string that looks like a setting, and every key of a
    /// configuration access, literal or constant.
    /// </summary>
    public static HashSet<string> Read()
    {
        var sources = CodeFunctions.Files("inbox", "functions", "twilio").ToDictionary(file => file, File.ReadAllText);
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

    // A constant of this file, or of a type in the file with its name.
    private static string Constant(Dictionary<string, string> sources, string file, string constant)
    {
        var path = constant.Split('.');
        var source = path.Length is 1
            ? sources[file] : sources.Single(other => Path.GetFileNameWithoutExtension(other.Key) == path[^2]).Value;
        return Regex.Match(source, $"""const string {path[^1]} = "(?<value>[^"]+)";""") is { Success: true } found
            ? found.Groups["value"].Value
            : throw new InvalidOperationException($"The setting {constant} in {file} is no constant.");
    }

    // Setting names are not all capitals, unlike strings of other formats.
    [GeneratedRegex("""
        "(?<name>[A-Z]\w*[a-z]\w*(:\w+)+)"
        """)]
    private static partial Regex Named();

    [GeneratedRegex("""
        (?:(?:onfiguration|settings)\[|\.GetSection\(|\.GetValue<\w+>\(|\.GetConnectionString\()"(?<name>[^"]+)"
        """)]
    private static partial Regex AskedFor();

    // Names of parameters start with a small letter. Their arguments are found at the call.
    [GeneratedRegex(@"(?:(?:onfiguration|settings)\[|\.GetSection\(|\.GetValue<\w+>\()(?<constant>[A-Z][\w.]+)[\])]")]
    private static partial Regex AskedForByConstant();
}
