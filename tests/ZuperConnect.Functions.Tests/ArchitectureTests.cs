using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Http;
using ZuperConnect.Tests;

namespace ZuperConnect.Functions.Tests;

public class ArchitectureTests
{
    private static readonly string[] Folders =
    [
        // The adapters of ports.
        "Acs", "Live", "Storage",

        // The owners of conversations and calls, and the host services.
        "Conversations", "CallControl", "Hosting",

        // The functions.
        "BackgroundWork", "Maintenance", "Webhooks", "Twilio", "Http",
    ];

    [Fact]
    public void Folders_use_only_those_before_them() =>
        FolderOrder.Assert(
            typeof(ConversationEntity).Assembly, "ZuperConnect.Functions", Path.Combine(Repository.Root, "functions"), Folders);

    [Fact]
    public void The_functions_use_the_inbox_and_know_nothing_of_the_local_host()
    {
        var references = References(typeof(ConversationEntity).Assembly);

        Assert.Contains("ZuperConnect.Inbox", references);
        Assert.DoesNotContain("ZuperConnect.Local", references);
    }

    [Fact]
    public void The_inbox_knows_neither_Functions_nor_Durable_nor_the_provider() => Assert.DoesNotContain(
        References(typeof(Routes).Assembly),
        name => name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.DurableTask", StringComparison.Ordinal)
            || name.StartsWith("Azure.Communication", StringComparison.Ordinal));

    [Fact]
    public void Only_its_own_folder_names_the_provider()
    {
        var functions = Path.Combine(Repository.Root, "functions");
        var naming = Directory.EnumerateFiles(functions, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(functions, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("Acs" or "bin" or "obj"))
            .Where(file => File.ReadAllText(Path.Combine(functions, file)) is var text
                && (text.Contains("Azure.Communication", StringComparison.Ordinal) || text.Contains("SmsClient", StringComparison.Ordinal)
                    || text.Contains("CallAutomation", StringComparison.Ordinal)));

        Assert.Empty(naming);
    }

    [Fact]
    public void The_runtime_looks_for_signals_every_second_as_callers_wait_for_them()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));

        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        Assert.Equal("00:00:01", durable.GetProperty("storageProvider").GetProperty("maxQueuePollingInterval").GetString());
    }

    [Fact]
    public void A_run_of_an_entity_has_time_for_all_its_commands_though_storage_is_away()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));

        var commands = host.RootElement.GetProperty("extensions").GetProperty("durableTask")
            .GetProperty("maxEntityOperationBatchSize").GetInt32();
        Assert.True(
            commands * ConversationEntity.StorageTimeout < TimeSpan.Parse(
                host.RootElement.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_runtime_traces_no_entities_as_their_ids_have_phone_numbers()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));

        Assert.False(host.RootElement.GetProperty("extensions").GetProperty("durableTask")
            .GetProperty("tracing").GetProperty("distributedTracingEnabled").GetBoolean());
    }

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];
}
