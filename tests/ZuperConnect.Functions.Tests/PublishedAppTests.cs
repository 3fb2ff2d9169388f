using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Functions.Conversations;

namespace ZuperConnect.Functions.Tests;

/// <summary>The published app. The gate publishes it as azd does, and sets <c>PUBLISHED_FUNCTIONS</c> to its folder.</summary>
public class PublishedAppTests
{
    private const string Variable = "PUBLISHED_FUNCTIONS";

    [Fact]
    public void Every_function_of_the_code_is_in_it_with_its_trigger_route_and_methods()
    {
        using var metadata = Read("functions.metadata");

        Assert.Equal(
            InCode().Order(StringComparer.Ordinal), metadata.RootElement.EnumerateArray().Select(Published).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_hosts_settings_are_at_its_root() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")), File.ReadAllText(Path.Combine(Folder(), "host.json")));

    [Fact]
    public void Every_setting_of_Durable_Functions_is_one_of_the_extension_that_goes_with_it()
    {
        var durable = Path.Combine(Folder(), ".azurefunctions", "Microsoft.Azure.WebJobs.Extensions.DurableTask.dll");
        using var host = Read("host.json");
        var settings = host.RootElement.GetProperty("extensions").GetProperty("durableTask");

        AssertKnown(settings, PropertiesOf(durable, "DurableTaskOptions"));
        AssertKnown(settings.GetProperty("storageProvider"), PropertiesOf(durable, "AzureStorageOptions"));
        AssertKnown(settings.GetProperty("tracing"), PropertiesOf(durable, "TraceOptions"));
    }

    [Theory]
    [InlineData("EventGrid")]
    [InlineData("DurableTask")]
    public void The_hosts_part_of_each_extension_is_gathered(string name)
    {
        using var extensions = Read("extensions.json");

        var extension = Assert.Single(
            extensions.RootElement.GetProperty("extensions").EnumerateArray(), one => one.GetProperty("name").GetString() == name);
        Assert.True(File.Exists(Path.Combine(Folder(), extension.GetProperty("hintPath").GetString()!)));
    }

    // The packages that contract packages can replace if a feed lacks them. An app with contract packages does not run.
    [Fact]
    public void No_official_package_that_can_be_had_is_a_contract() => Assert.Empty(
        Directory.EnumerateFiles(Folder(), "*.dll", SearchOption.AllDirectories)
            .Where(file => FileVersionInfo.GetVersionInfo(file).CompanyName is "azure-contracts").Select(Path.GetFileNameWithoutExtension)
            .Except(
            [
                "Azure.Communication.CallAutomation", "Azure.Communication.Common",
                "Azure.Communication.Identity", "Azure.Communication.Sms",
                "Microsoft.Azure.Functions.Worker.Extensions.EventGrid", "Microsoft.Azure.SignalR.Management",
            ]));

    private static string Folder()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 }, $"{Variable} names no published app.");
        return Environment.GetEnvironmentVariable(Variable)!;
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), file)));

    private static IEnumerable<string> InCode() =>
        from type in typeof(ConversationEntity).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes())
            .Single(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal))
        let http = trigger as HttpTriggerAttribute
        select Line(function.Name, trigger.GetType().Name[..^"Attribute".Length], http?.Route, http?.Methods);

    private static string Published(JsonElement function)
    {
        var trigger = function.GetProperty("bindings").EnumerateArray()
            .Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        return Line(
            function.GetProperty("name").GetString()!,
            trigger.GetProperty("type").GetString()!,
            trigger.TryGetProperty("route", out var route) ? route.GetString() : null,
            trigger.TryGetProperty("methods", out var methods) ? methods.EnumerateArray().Select(method => method.GetString()!) : null);
    }

    private static string Line(string name, string trigger, string? route, IEnumerable<string>? methods) =>
        $"{name}: {char.ToLowerInvariant(trigger[0])}{trigger[1..]} {string.Join(',', methods ?? [])} {route}";

    private static void AssertKnown(JsonElement settings, IEnumerable<string> known) =>
        Assert.Empty(settings.EnumerateObject().Select(setting => setting.Name).Except(known, StringComparer.OrdinalIgnoreCase));

    private static List<string> PropertiesOf(string assembly, string type)
    {
        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var found = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Single(definition => metadata.GetString(definition.Name) == type);
        return [.. found.GetProperties().Select(property => metadata.GetString(metadata.GetPropertyDefinition(property).Name))];
    }
}
