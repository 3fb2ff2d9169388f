using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ZuperConnect.Tests;

/// <summary>Holds the order of the projects (docs/design.md#projects): each references only those below it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string[] Parts =
        ["rules", "storage", "storage-azure", "storage-sqlite", "inbox", "twilio", "functions", "local"];
    private static readonly string[] HostsAndProviders = ["Functions", "Durable", "Azure.Communication", "Twilio"];
    private static readonly string[] Stores = ["Azure.Data", "Azure.Storage", "Sqlite"];

    /// <summary>Files that people write, whatever is in them: code, comments, texts, settings.</summary>
    private static readonly string[] Written = [".cs", ".csproj", ".json", ".txt", ".ts", ".tsx", ".mjs", ".html", ".css"];

    /// <summary>
    /// Where Azure Communication Services is named: its adapters, the parsers of its events, the simulated phones, which speak like it,
    /// where the Functions app registers it, and an event in an example of a dead letter.
    /// </summary>
    private static readonly string[] KnowAcs =
    [
        "functions/Acs/", "inbox/Webhooks/", "local/Phone/", "functions/Telephony.cs", "functions/Settings.cs",
        "functions/ZuperConnect.Functions.csproj", "inbox/Http/openapi.json",
    ];

    /// <summary>Where Twilio is named: its adapters, and where a host registers them.</summary>
    private static readonly string[] KnowTwilio =
    [
        "twilio/", "local/Twilio/", "local/Options/", "local/LocalApplication.cs", "local/ZuperConnect.Local.csproj",
        "functions/Twilio/", "functions/Telephony.cs", "functions/Settings.cs",
        "functions/ZuperConnect.Functions.csproj",
    ];

    [Fact]
    public void The_inbox_references_no_host_and_no_telephony_provider() => Assert.DoesNotContain(
        References("inbox").Concat(typeof(InboxRegistration).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)),
        name => HostsAndProviders.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void The_inbox_knows_storage_by_the_port_alone() => Assert.DoesNotContain(
        References("inbox").Concat(typeof(InboxRegistration).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)),
        name => Stores.Any(store => name.Contains(store, StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [InlineData("rules")]
    [InlineData("storage")]
    [InlineData("storage-azure", "ZuperConnect.Storage.csproj")]
    [InlineData("storage-sqlite", "ZuperConnect.Storage.csproj")]
    [InlineData("inbox", "ZuperConnect.Rules.csproj", "ZuperConnect.Storage.csproj")]
    [InlineData("functions", "ZuperConnect.Inbox.csproj", "ZuperConnect.Twilio.csproj", "ZuperConnect.AzureStorage.csproj")]
    [InlineData("twilio", "ZuperConnect.Inbox.csproj")]
    [InlineData("local",
        "ZuperConnect.Inbox.csproj", "ZuperConnect.Twilio.csproj", "ZuperConnect.AzureStorage.csproj", "ZuperConnect.SqliteStorage.csproj")]
    public void A_part_references_those_below_it(string part, params string[] below)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root, part)), $"There is no {part} yet.");

        Assert.Equal(below.Order(), References(part).Where(name => name.EndsWith(".csproj", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("storage")]
    [InlineData("storage-azure")]
    [InlineData("storage-sqlite")]
    public void Storage_knows_tables_rows_and_blobs_and_no_subject(string part) => Assert.Empty(Naming(
        Sources(part), "Conversation", "Customer", "PhoneNumber", "Recording"));

    [Fact]
    public void The_rules_use_no_clock_no_storage_and_no_HTTP()
    {
        Assert.Equal(["AnyAscii", "libphonenumber-csharp"], References("rules")
            .Where(name => !name.StartsWith("ZuperConnect", StringComparison.Ordinal)).Order());
        Assert.Empty(Naming(Sources("rules"), "TimeProvider", "UtcNow", "System.Net", "System.IO", "File."));
    }

    [Fact]
    public void Folders_are_named_after_subjects_and_not_after_kinds() => Assert.Empty(
        Parts.SelectMany(Sources).SelectMany(source => source.Path.Split('/')[..^1]).Distinct()
            .Intersect(["Models", "Helpers", "Utils", "Managers", "Services"], StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Azure_Communication_Services_is_named_only_where_its_words_become_ours() => Assert.Empty(
        Naming(Parts.Append("web/src").SelectMany(Texts), KnowAcs, NamesOfAcs()));

    [Fact]
    public void Twilio_is_named_only_in_its_own_part_and_where_a_host_puts_it_in() => Assert.Empty(
        Naming(Parts.Append("web/src").SelectMany(Texts), KnowTwilio, NamesOfTwilio()));

    [Theory]
    [InlineData("using Azure.Communication.Sms;")]
    [InlineData("// The Azure Communication Services resource.")]
    [InlineData("\"type\": \"microsoft.communication.CallConnected\"")]
    [InlineData("settings[\"Acs:Endpoint\"]")]
    [InlineData("new AcsSmsSender()")]
    [InlineData("CallAutomationClient client")]
    public void A_name_of_Azure_Communication_Services_is_recognized(string line) => Assert.Matches(NamesOfAcs(), line);

    [Theory]
    [InlineData("the macs of two machines")]
    [InlineData("Facsimile")]
    public void Other_words_are_no_names_of_Azure_Communication_Services(string line) => Assert.DoesNotMatch(NamesOfAcs(), line);

    /// <summary>A place that names no provider any more is to be removed from the list.</summary>
    [Fact]
    public void Every_place_that_may_name_a_provider_does()
    {
        var texts = Parts.SelectMany(Texts).ToList();
        Assert.All(KnowAcs, place => Assert.Contains(texts, text => IsIn(text.Path, place) && NamesOfAcs().IsMatch(text.Text)));
        Assert.All(KnowTwilio, place => Assert.Contains(texts, text => IsIn(text.Path, place) && NamesOfTwilio().IsMatch(text.Text)));
    }

    [Fact]
    public void Every_part_has_source_files() => Assert.All(Parts, part => Assert.NotEmpty(Sources(part)));

    private static IEnumerable<string> References(string part) =>
        Directory.EnumerateFiles(Path.Combine(Root, part), "*.csproj").SelectMany(project => XDocument.Load(project).Descendants())
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference")
            .Select(element => ((string)element.Attribute("Include")!).Split('/', '\\')[^1]);

    private static IEnumerable<string> Naming(IEnumerable<(string Path, string Text)> sources, params string[] words) =>
        from source in sources
        from word in words
        where source.Text.Contains(word, StringComparison.Ordinal)
        select $"{source.Path} names {word}";

    private static IEnumerable<string> Naming(IEnumerable<(string Path, string Text)> texts, string[] allowed, Regex names) =>
        from text in texts
        where !allowed.Any(place => IsIn(text.Path, place))
        from name in names.Matches(text.Text)
        select $"{text.Path} names {name}";

    private static bool IsIn(string path, string place) => path.StartsWith(place, StringComparison.Ordinal);

    private static IEnumerable<(string Path, string Text)> Sources(string part) =>
        Texts(part).Where(text => text.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<(string Path, string Text)> Texts(string part)
    {
        var folder = Path.Combine(Root, part);
        return !Directory.Exists(folder) ? [] :
            from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            where Written.Contains(Path.GetExtension(file))
            let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
            where !path.Split('/').Intersect(["bin", "obj", "node_modules"]).Any()
            select (path, File.ReadAllText(file));
    }

    [GeneratedRegex(@"(?-i:(?<![A-Za-z])(Acs(?![a-z])|ACS\b|acs\b))|azure[ .]?communication|microsoft\.communication|CallAutomation",
        RegexOptions.IgnoreCase)]
    private static partial Regex NamesOfAcs();

    [GeneratedRegex("twilio", RegexOptions.IgnoreCase)]
    private static partial Regex NamesOfTwilio();
}
