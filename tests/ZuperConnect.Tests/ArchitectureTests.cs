using System.Xml.Linq;

namespace ZuperConnect.Tests;

/// <summary>The arrows between the parts (design, section 3).</summary>
public sealed class ArchitectureTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string[] Parts = ["inbox", "functions", "local"];
    private static readonly string[] HostsAndProviders = ["Functions", "Durable", "Azure.Communication"];
    private static readonly string[] SpeakLikeTheProvider = ["functions/Acs/", "inbox/Webhooks/", "local/Phone/"];

    [Fact]
    public void The_inbox_references_no_host_and_no_telephony_provider() => Assert.DoesNotContain(
        References("inbox").Concat(typeof(InboxJson).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)),
        name => HostsAndProviders.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void The_inbox_references_no_other_part() =>
        Assert.DoesNotContain(References("inbox"), name => name.EndsWith(".csproj", StringComparison.Ordinal));

    [Theory]
    [InlineData("local")]
    [InlineData("functions")]
    public void A_host_references_the_inbox_and_not_the_other_host(string host)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root, host)), $"There is no {host} yet.");

        Assert.Equal(["ZuperConnect.Inbox.csproj"], References(host).Where(name => name.EndsWith(".csproj", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Conversations")]
    [InlineData("Calls")]
    public void The_rules_use_neither_storage_nor_HTTP(string subject)
    {
        var sources = Sources("inbox").Where(source => source.Path.StartsWith($"inbox/{subject}/", StringComparison.Ordinal)).ToList();
        Assert.SkipWhen(sources.Count is 0, $"There is no inbox/{subject} yet.");

        Assert.Empty(Naming(
            sources, "Azure.", "Microsoft.AspNetCore", "ZuperConnect.Storage", "ZuperConnect.Http", "ZuperConnect.Webhooks", "ZuperConnect.Messages"));
    }

    [Fact]
    public void Folders_are_named_after_subjects_and_not_after_kinds() => Assert.Empty(
        Parts.SelectMany(Sources).SelectMany(source => source.Path.Split('/')[..^1]).Distinct()
            .Intersect(["Models", "Helpers", "Utils", "Managers", "Services"], StringComparer.OrdinalIgnoreCase));

    // local/Phone stands in for the provider, so it speaks like it.
    [Fact]
    public void The_telephony_provider_is_named_only_where_its_words_become_ours() => Assert.Empty(Naming(
        Parts.SelectMany(Sources).Where(source => !SpeakLikeTheProvider.Any(folder => source.Path.StartsWith(folder, StringComparison.Ordinal))),
        "Azure.Communication", "Microsoft.Communication."));

    [Fact]
    public void All_parts_have_sources() => Assert.All(["inbox", "local"], part => Assert.NotEmpty(Sources(part)));

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
