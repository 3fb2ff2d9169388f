using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>What a deployment creates for each telephony provider.</summary>
public sealed partial class ProviderDeploymentTests
{
    private static readonly (string, string)[] ExistingAcs =
        [("communicationName", "'phones'"), ("communicationResourceGroup", "'rg-phones'"), ("codeIsDeployed", "true")];

    private static readonly string[] OfEvents =
    [
        "Microsoft.EventGrid/systemTopics", "Microsoft.EventGrid/systemTopics/eventSubscriptions", "Microsoft.Authorization/locks",
        "Microsoft.Insights/metricAlerts", "Microsoft.Storage/storageAccounts/managementPolicies",
    ];

    [Fact]
    public async Task A_new_deployment_uses_Twilio_and_nothing_of_Azure_Communication_Services()
    {
        var deployment = await PredictedDeployment.WithAsync(("codeIsDeployed", "true"), ("createCommunication", "true"));

        Assert.Equal("twilio", deployment.Settings["Telephony__Provider"]);
        Assert.DoesNotContain(deployment.Resources, resource =>
            resource.Type.StartsWith("Microsoft.EventGrid/", StringComparison.Ordinal)
            || resource.Type is "Microsoft.Insights/metricAlerts" or "Microsoft.Authorization/locks"
            || resource.Body.GetRawText().Contains("Microsoft.Communication", StringComparison.Ordinal));
        Assert.DoesNotContain("deadletters", deployment.Names("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Contains("TwilioMessages", deployment.Names("Microsoft.Storage/storageAccounts/tableServices/tables"));
    }

    [Fact]
    public async Task An_environment_that_names_a_Communication_Services_resource_keeps_it()
    {
        var deployment = await PredictedDeployment.WithAsync(ExistingAcs);

        Assert.Equal("acs", deployment.Settings["Telephony__Provider"]);
        Assert.All(OfEvents, type => Assert.Contains(deployment.Resources, resource => resource.Type == type));
        Assert.Equal(4, deployment.Names("Microsoft.EventGrid/systemTopics/eventSubscriptions").Count());
        Assert.Contains("deadletters", deployment.Names("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.DoesNotContain("TwilioMessages", deployment.Names("Microsoft.Storage/storageAccounts/tableServices/tables"));
        Assert.DoesNotContain(deployment.Resources, resource => resource.Type is "Microsoft.KeyVault/vaults");
    }

    [Fact]
    public async Task An_environment_moves_to_Twilio_when_its_provider_is_set()
    {
        var deployment = await PredictedDeployment.WithAsync([.. ExistingAcs, ("telephonyProvider", "'twilio'")]);

        Assert.Equal("twilio", deployment.Settings["Telephony__Provider"]);
        Assert.DoesNotContain(deployment.Resources, resource => resource.Type is "Microsoft.EventGrid/systemTopics");
    }

    [Fact]
    public async Task After_a_move_to_Twilio_customers_are_still_erased_from_undelivered_events()
    {
        var moved = await PredictedDeployment.WithAsync([.. ExistingAcs, ("telephonyProvider", "'twilio'")]);

        Assert.Contains("Storage__DeadLetters__serviceUri", moved.Settings.Keys);
        Assert.Contains("deadletters", moved.Names("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Contains(moved.Resources, resource => resource.Type is "Microsoft.Storage/storageAccounts/managementPolicies"
            && resource.Name.StartsWith("host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_providers_keep_the_same_data()
    {
        var (acs, twilio) = (await PredictedDeployment.WithAsync(ExistingAcs), await PredictedDeployment.WithAsync());

        Assert.Equal(Accounts(acs), Accounts(twilio));
        Assert.Equal(
            acs.Names("Microsoft.Storage/storageAccounts/tableServices/tables"),
            twilio.Names("Microsoft.Storage/storageAccounts/tableServices/tables").Except(["TwilioMessages"]));
        Assert.Equal(acs.Names("Microsoft.Web/sites"), twilio.Names("Microsoft.Web/sites"));
    }

    [Fact]
    public async Task The_settings_are_those_that_the_chosen_provider_reads()
    {
        var (acs, twilio) = (await PredictedDeployment.WithAsync(ExistingAcs), await PredictedDeployment.WithAsync());
        var ofAcs = acs.Settings.Keys.Except(twilio.Settings.Keys).ToList();
        var ofTwilio = twilio.Settings.Keys.Except(acs.Settings.Keys).ToList();

        Assert.Equal(
            CodeSettings.Read().Where(name => name.StartsWith("Twilio__", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            ofTwilio.Order(StringComparer.Ordinal));
        Assert.Equal(
            CodeSettings.Read().Where(name => name.StartsWith("Acs__", StringComparison.Ordinal)).Except(["Acs__ConnectionString"])
                .Concat(["Storage__DeadLetters__clientId", "Storage__DeadLetters__credential", "Storage__DeadLetters__serviceUri"])
                .Order(StringComparer.Ordinal),
            ofAcs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Credentials_are_secrets_of_the_vault_and_appear_nowhere_else()
    {
        const string Token = "an auth token";
        var deployment = await PredictedDeployment.WithAsync(("twilioAuthToken", $"'{Token}'"));
        var vault = Assert.Single(deployment.Resources, resource => resource.Type is "Microsoft.KeyVault/vaults");
        var references = deployment.Settings.Where(setting => setting.Key.StartsWith("Twilio__", StringComparison.Ordinal)
            && setting.Value is not "").Select(setting => Reference().Match(setting.Value)).ToList();

        Assert.True(vault["properties", "enableRbacAuthorization"].GetBoolean());
        Assert.All(references, reference => Assert.Equal(vault.Name, reference.Groups["vault"].Value));
        Assert.Equal(
            deployment.Names("Microsoft.KeyVault/vaults/secrets").Except(["twilio-secondary-auth-token"]).Order(StringComparer.Ordinal),
            references.Select(reference => reference.Groups["secret"].Value).Order(StringComparer.Ordinal));
        Assert.All(deployment.Resources, resource => Assert.DoesNotContain(Token, resource.Body.GetRawText(), StringComparison.Ordinal));
    }

    // A deployment without credentials, such as one from GitHub, keeps those that are in the vault.
    [Fact]
    public async Task A_credential_that_is_left_out_does_not_replace_the_one_in_the_vault()
    {
        var deployment = await PredictedDeployment.WithAsync();
        var secrets = deployment.Resources.Where(resource => resource.Type is "Microsoft.KeyVault/vaults/secrets").ToList();

        Assert.Equal(5, secrets.Count);
        Assert.All(secrets, secret => Assert.Contains("not(empty(", secret["condition"].GetString(), StringComparison.Ordinal));
        Assert.Equal("", deployment.Settings["Twilio__SecondaryAuthToken"]);
    }

    [Theory]
    [InlineData("acs", "function:IncomingCall", "http", "durable")]
    [InlineData("twilio", "http", "durable")]
    public async Task Instances_for_calls_are_ready_for_the_functions_that_take_them(string provider, params string[] groups)
    {
        var deployment = await PredictedDeployment.WithAsync(
            [.. ExistingAcs, ("telephonyProvider", $"'{provider}'"), ("alwaysReadyForCalls", "1")]);
        var app = Assert.Single(deployment.Resources, resource => resource.Type is "Microsoft.Web/sites");

        Assert.Equal(groups, app["properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady"].EnumerateArray()
            .Select(group => group.GetProperty("name").GetString()));
    }

    private static IEnumerable<string> Accounts(PredictedDeployment deployment) =>
        deployment.Resources.Where(resource => resource.Type is "Microsoft.Storage/storageAccounts").Select(resource => resource.Name);

    [GeneratedRegex(@"^@Microsoft\.KeyVault\(VaultName=(?<vault>[\w-]+);SecretName=(?<secret>[\w-]+)\)$")]
    private static partial Regex Reference();
}
