using System.Xml.Linq;

namespace ZuperConnect.Tests;

/// <summary>Holds the order of the projects (docs/design.md#projects): each references only those below it.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string[] Parts =
        ["rules", "storage", "storage-azure", "storage-sqlite", "inbox", "twilio", "functions", "local"];
    private static readonly string[] HostsAndProviders = ["Functions", "Durable", "Azure.Communication", "Twilio"];
    private static readonly string[] Stores = ["Azure.Data", "Azure.Storage", "Sqlite"];
    private static readonly string[] SpeakLikeTheProvider = ["functions/Acs/", "inbox/Webhooks/", "local/Phone/"];

    /// <summary>Where a host puts Twilio in, by a setting.</summary>
    private static readonly string[] KnowTwilio =
    [
        "twilio/", "local/Twilio/", "local/Options/TelephonyProvider.cs", "local/LocalApplication.cs", "local/LocalInbox.cs",
        "functions/Twilio/", "functions/Telephony.cs", "functions/Settings.cs", "functions/Storage/CreateStorage.cs",
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

    // local/Phone simulates the provider and so uses its names.
    [Fact]
    public void The_telephony_provider_is_named_only_where_its_words_become_ours() => Assert.Empty(Naming(
        Parts.SelectMany(Sources)
            .Where(source => !SpeakLikeTheProvider.Any(folder => source.Path.StartsWith(folder, StringComparison.Ordinal))),
        "Azure.Communication", "Microsoft.Communication."));

    [Fact]
    public void Twilio_is_named_only_in_its_own_part_and_where_a_host_puts_it_in()
    {
        Assert.Empty(Naming(
            Parts.SelectMany(Sources)
                .Where(source => !KnowTwilio.Any(place => source.Path.StartsWith(place, StringComparison.Ordinal))),
            "Twilio"));
        Assert.Empty(Naming(Sources("twilio"), "Azure.Communication", "Microsoft.Communication."));
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

    private static IEnumerable<(string Path, string Text)> Sources(string part)
    {
        var folder = Path.Combine(Root, part);
        return !Directory.Exists(folder) ? [] :
            from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
            where !path.Split('/').Intersect(["bin", "obj", "node_modules"]).Any()
            select (path, File.ReadAllText(file));
    }
}
