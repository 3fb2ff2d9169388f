using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;
using ZuperConnect.Hosting;
using ZuperConnect.Storage;
using ZuperConnect.Twilio;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Infra;

/// <summary>What the deployment creates matches what the code uses.</summary>
public sealed partial class InfraTests(BicepFiles bicep) : IClassFixture<BicepFiles>
{
    private const string DeadLetters = ZuperConnect.Webhooks.EventGridDeadLetters.Container;

    private static readonly StorageTables Storage = new(
        new AzureStorageAccount(new("UseDevelopmentStorage=true"), new("UseDevelopmentStorage=true")),
        new ServiceCollection().AddTwilio(TwilioSettings).BuildServiceProvider().GetServices<ProviderTable>());

    private static IConfiguration TwilioSettings => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        [TwilioOptions.AccountSidSetting] = "AC00000000000000000000000000000001",
        [TwilioOptions.ApiKeySidSetting] = "SK00000000000000000000000000000002",
        [TwilioOptions.ApiKeySecretSetting] = "secret",
        [TwilioOptions.AuthTokenSetting] = "token",
        [PublicAddress.Setting] = "https://inbox.example",
    }).Build();

    /// <summary>Settings that other components read.</summary>
    private static readonly string[] ReadByOthers =
    [
        // The Functions host.
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AzureWebJobsDisableHomepage", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        // Azure.Identity.
        "AZURE_CLIENT_ID",
        // Microsoft.Extensions.Azure.
        "Storage__Tables__endpoint", "Storage__Tables__credential", "Storage__Tables__clientId",
        "Storage__Blobs__serviceUri", "Storage__Blobs__credential", "Storage__Blobs__clientId",
        "Storage__DeadLetters__serviceUri", "Storage__DeadLetters__credential", "Storage__DeadLetters__clientId",
    ];

    /// <summary>Settings that the deployment does not set.</summary>
    private static readonly string[] NotMadeHere =
    [
        // For local runs: connection strings, and tables and containers created by the app.
        "Storage__Tables", "Storage__Blobs", "Storage__DeadLetters", "Storage__CreateAtStart", "Acs__ConnectionString",
        // Set by Azure.
        "IDENTITY_ENDPOINT",
        // For a separate collector.
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    [Fact]
    public void The_tables_are_those_of_the_code() => Assert.Equal(
        Storage.Tables.Select(table => table.Name).Order(StringComparer.Ordinal),
        bicep.Resources("Microsoft.Storage/storageAccounts/tableServices/tables")
            .Select(table => table.AzureName).Order(StringComparer.Ordinal));

    [Fact]
    public void The_containers_are_those_of_the_code() =>
        Assert.Equal(Storage.Containers.Select(container => container.Name).Order(StringComparer.Ordinal), Containers("data.bicep"));

    [Fact]
    public void What_is_not_the_inboxs_has_an_account_of_its_own() => Assert.Equal([DeadLetters, "packages"], Containers("host.bicep"));

    [Fact]
    public void What_is_deleted_after_a_time_is_in_containers_that_are_there() => Assert.All(
        bicep.All.Where(file => file.Resources.Any(resource => resource.Type is "Microsoft.Storage/storageAccounts/managementPolicies")),
        file =>
        {
            var policy = file.Resources.Single(resource => resource.Type is "Microsoft.Storage/storageAccounts/managementPolicies");
            var prefixes = policy["properties", "policy", "rules"].EnumerateArray()
                .SelectMany(rule => rule.GetProperty("definition").GetProperty("filters").GetProperty("prefixMatch").EnumerateArray());
            Assert.Empty(prefixes.Select(prefix => prefix.GetString()!).Except(Containers(file.Name).Select(name => $"{name}/")));
        });

    [Fact]
    public void The_settings_are_those_that_are_read() => Assert.Equal(
        CodeSettings.Read().Union(ReadByOthers).Except(NotMadeHere).Order(StringComparer.Ordinal),
        Settings.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_provider_calls_back_where_Azure_put_the_app_unless_an_address_is_given() =>
        Assert.Equal("${empty(publicAddress) ? 'https://${app.properties.defaultHostName}' : publicAddress}", Settings["PublicAddress"]);

    [Theory]
    [InlineData("Storage:Tables")]
    [InlineData("Storage:Blobs")]
    [InlineData("Storage:DeadLetters")]
    public async Task Storage_is_used_as_the_apps_identity(string section)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                Settings.Select(
                    setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
        await using var services = new ServiceCollection().AddAzureStorage(configuration).BuildServiceProvider();

        var credential = services.GetRequiredService<AzureComponentFactory>().CreateTokenCredential(configuration.GetSection(section));

        Assert.Equal("ManagedIdentityCredential", credential.GetType().Name);
        Assert.Equal("${identityClientId}", configuration[$"{section}:clientId"]);
    }

    [Fact]
    public void No_setting_is_a_secret()
    {
        Assert.Contains("Twilio__AuthToken", Settings.Where(setting => IsSecret(setting.Key)).Select(setting => setting.Key));
        Assert.All(Settings.Where(setting => IsSecret(setting.Key)), setting =>
            Assert.Contains("@Microsoft.KeyVault(", setting.Value, StringComparison.Ordinal));
        Assert.All(
            Settings, setting => Assert.False(setting.Key.Contains("ConnectionString", StringComparison.OrdinalIgnoreCase), setting.Key));
    }

    [Fact]
    public void Every_function_of_Event_Grid_has_one_subscription_and_every_subscription_a_function()
    {
        var subscribed = Subscriptions.Select(subscription => subscription.Function).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(CodeFunctions.TriggeredByEventGrid().Order(StringComparer.Ordinal), subscribed);
        Assert.Equal(EventGridReceiver.Functions.Order(StringComparer.Ordinal), subscribed);
    }

    [Fact]
    public void Every_subscription_is_for_the_event_that_its_function_takes()
    {
        Assert.Equal(Samples.Keys.Order(StringComparer.Ordinal), Subscriptions.Select(subscription => subscription.Event)
            .Order(StringComparer.Ordinal));
        Assert.All(Subscriptions, subscription =>
        {
            Assert.Equal(subscription.Function, subscription.Event.Split('.')[^1], ignoreCase: true);
            Assert.NotNull(new EventGridEvents().Read(Samples[subscription.Event], DateTimeOffset.UtcNow));
        });
    }

    [Fact]
    public void Events_that_cannot_be_delivered_are_kept()
    {
        Assert.Equal(DeadLetters, bicep["host.bicep"].Outputs.Single(output => output.Name is "deadLetterContainer").Value.GetString());
        Assert.All(bicep.Resources("Microsoft.EventGrid/systemTopics/eventSubscriptions"), subscription =>
            Assert.Equal("StorageBlob",
                subscription["properties", "deadLetterWithResourceIdentity", "deadLetterDestination", "endpointType"].GetString()));
    }

    [Fact]
    public void Functions_that_are_always_ready_are_there()
    {
        var groups = bicep["app.bicep"].Variables["groupsOfCalls"].EnumerateArray().Select(group => group.GetString()!);
        var functions = groups.Where(group => group.Contains(':', StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(functions);
        Assert.Empty(functions.Except(CodeFunctions.All().Select(function => $"function:{function}")));
    }

    [Fact]
    public void Somebody_is_told_of_events_that_cannot_be_delivered_are_given_up_or_dropped() => Assert.Equal(
        ["DeadLetteredCount", "DeliveryAttemptFailCount", "DroppedEventCount"],
        bicep.Resources("Microsoft.Insights/metricAlerts")
            .Select(alert => Assert.Single(alert["properties", "criteria", "allOf"].EnumerateArray()).GetProperty("metricName").GetString())
                .Order());

    [Fact]
    public void Metrics_that_alerts_look_at_are_measured()
    {
        var sources = CodeFunctions.Sources("inbox", "functions").ToList();
        var metrics = bicep.Resources("Microsoft.Insights/scheduledQueryRules")
            .SelectMany(rule => rule["properties", "criteria", "allOf"].EnumerateArray())
            .SelectMany(criterion => Metric().Matches(criterion.GetProperty("query").GetString()!))
            .Select(metric => metric.Groups["name"].Value).ToList();

        Assert.NotEmpty(metrics);
        Assert.All(metrics, metric => Assert.Contains(sources, source => source.Contains($"\"{metric}\"", StringComparison.Ordinal)));
    }

    private static bool IsSecret(string setting) =>
        setting.Contains("Secret", StringComparison.Ordinal) || setting.StartsWith("Twilio__", StringComparison.Ordinal)
            && setting is not "Twilio__ApiAddress";

    /// <summary>The settings of the app, with those of both telephony providers.</summary>
    private SortedDictionary<string, string> Settings => new(
        Assert.Single(bicep.Resources("Microsoft.Web/sites/config"), config => config.AzureName is "appsettings")["properties"]
            .EnumerateObject()
            .Concat(bicep.All.SelectMany(file => file.Outputs).Where(output => output.Name is "settings")
                .SelectMany(output => output.Value.EnumerateObject()))
            .DistinctBy(setting => setting.Name).ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!),
        StringComparer.Ordinal);

    private List<(string Function, string Event)> Subscriptions =>
    [
        .. from subscription in bicep.Resources("Microsoft.EventGrid/systemTopics/eventSubscriptions")
           select (
               FunctionOf(subscription["properties", "destination"]),
               Assert.Single(subscription["properties", "filter", "includedEventTypes"].EnumerateArray()).GetString()!),
    ];

    private static Dictionary<string, BinaryData> Samples
    {
        get
        {
            var phones = (From: "12065550199", To: "14255550100");
            var samples = new[]
            {
                EventGridSamples.SmsReceived("1", phones.From, phones.To, "Hello"),
                EventGridSamples.DeliveryReport(Guid.NewGuid().ToString(), phones.To, phones.From, "Delivered", "No error."),
                EventGridSamples.Array(EventGridSamples.IncomingCallEvent(Guid.NewGuid().ToString(), $"+{phones.From}", $"+{phones.To}")),
                EventGridSamples.RecordingFinished(
                    "r", DateTimeOffset.UtcNow, TimeSpan.FromSeconds(5), [new Uri("https://recordings.example/1")]),
            };
            return samples.Select(sample => Assert.Single(EventGridJson.Split(new(sample))))
                .ToDictionary(sample => JsonDocument.Parse(sample).RootElement.GetProperty("eventType").GetString()!);
        }
    }

    private static string FunctionOf(JsonElement destination)
    {
        Assert.Equal("AzureFunction", destination.GetProperty("endpointType").GetString());
        var id = destination.GetProperty("properties").GetProperty("resourceId").GetString()!;
        Assert.StartsWith("${appId}/functions/", id, StringComparison.Ordinal);
        return id.Split('/')[^1];
    }

    private IEnumerable<string> Containers(string file) =>
        bicep.Resources("Microsoft.Storage/storageAccounts/blobServices/containers", file)
            .Select(container => container.AzureName).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names<T>(Func<T, string> name) => typeof(StorageTables).GetProperties()
        .Where(property => property.PropertyType == typeof(T))
            .Select(property => name((T)property.GetValue(Storage)!)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"name == ""(?<name>[\w.]+)""")]
    private static partial Regex Metric();
}
