using System.Xml.Linq;
using ZuperConnect.Local.Options;

namespace ZuperConnect.Tests.Local;

/// <summary>The files with which the local host is deployed on one machine: units of systemd, a compose file, and the settings of
/// both.</summary>
internal static class Deployment
{
    public static readonly string Systemd = Path.Combine(Repository.Root, "local", "systemd");

    public static readonly string Compose = File.ReadAllText(Path.Combine(Repository.Root, "local", "container", "compose.yaml"));

    /// <summary>The settings in a unit, by name.</summary>
    public static ILookup<string, string> ReadUnit(string name) =>
        Lines(Path.Combine(Systemd, name)).ToLookup(line => line.Name, line => line.Value);

    /// <summary>The file with the settings, with the names that the host reads.</summary>
    public static Dictionary<string, string?> ReadSettings() =>
        Lines(Path.Combine(Systemd, "settings.env")).ToDictionary(line => Setting(line.Name), line => (string?)line.Value);

    /// <summary>The options of a command line.</summary>
    public static async Task<LocalOptions> ReadOptionsAsync(params string[] arguments)
    {
        LocalOptions? read = null;
        Assert.Equal(0, await LocalCommandLine.RunAsync(arguments, (options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        }));
        return read!;
    }

    /// <summary>The options with which the image starts.</summary>
    public static Task<LocalOptions> ReadImageOptionsAsync() => ReadOptionsAsync(
        [.. XDocument.Load(Path.Combine(Repository.Root, "local", "ZuperConnect.Local.csproj")).Descendants("ContainerDefaultArgs")
            .SelectMany(item => item.Attribute("Include")!.Value.Split(';'))]);

    /// <summary>The setting of an environment variable.</summary>
    public static string Setting(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Value)> Lines(string file) =>
        from line in File.ReadAllLines(file)
        where line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')
        let parts = line.Split('=', 2)
        select (parts[0], parts[1]);
}
