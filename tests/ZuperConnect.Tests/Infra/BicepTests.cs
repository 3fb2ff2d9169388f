using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>Checks of the Bicep files that need neither Azure nor its compiler.</summary>
public sealed partial class BicepTests(BicepFiles bicep) : IClassFixture<BicepFiles>
{
    [Fact]
    public void The_syntax_is_right() => Assert.Empty(bicep.All.SelectMany(file => file.Errors));

    [Fact]
    public async Task A_mistake_is_found_with_its_file_and_line()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "broken.bicep"),
                "param name string\nvar twice = '${name}${nmae}'\nresource r 'A/b@2024-01-01' = {\n  name: name name\n}\n",
                TestContext.Current.CancellationToken);

            var broken = Assert.Single(await BicepFiles.ParseAsync(folder.FullName));

            Assert.StartsWith("broken.bicep:4:", Assert.Single(broken.Errors), StringComparison.Ordinal);
            Assert.Equal(["broken.bicep:2: nmae"], broken.Undeclared);
            Assert.Equal(["broken.bicep:2: twice"], broken.Unused);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_name_is_declared() => Assert.Empty(bicep.All.SelectMany(file => file.Undeclared));

    [Fact]
    public void Every_parameter_and_variable_is_used() => Assert.Empty(bicep.All.SelectMany(file => file.Unused));

    [Fact]
    public void Every_module_is_a_file_and_every_file_a_module() => Assert.Equal(
        bicep.All.Select(file => file.Name).Where(name => name is not "main.bicep").Order(StringComparer.Ordinal),
        bicep.All.SelectMany(file => file.Modules).Select(module => module.Path).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_module_is_given_what_it_requires_and_nothing_else() => Assert.All(
        bicep.All.SelectMany(file => file.Modules), module =>
        {
            var parameters = bicep[module.Path].Parameters;
            Assert.Empty(module.Parameters.Except(parameters.Select(parameter => parameter.Name)));
            Assert.Empty(parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).Except(module.Parameters));
        });

    [Fact]
    public void Every_output_of_a_module_is_there_and_is_used() => Assert.All(bicep.All.Where(file => file.Modules.Count > 0), file =>
    {
        var used = file.ModuleOutputs.Select(use => (file.Modules.Single(module => module.Name == use.Module).Path, use.Output)).Distinct();
        var there = file.Modules.SelectMany(module => bicep[module.Path].Outputs.Select(output => (module.Path, output.Name)));
        Assert.Equal(there.Order(), used.Order());
    });

    [Fact]
    public void Storage_has_no_keys_no_public_blobs_and_no_old_TLS()
    {
        var accounts = bicep.Resources("Microsoft.Storage/storageAccounts").ToList();

        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account =>
        {
            Assert.False(account["properties", "allowSharedKeyAccess"].GetBoolean());
            Assert.False(account["properties", "allowBlobPublicAccess"].GetBoolean());
            Assert.True(account["properties", "supportsHttpsTrafficOnly"].GetBoolean());
            Assert.Equal("TLS1_2", account["properties", "minimumTlsVersion"].GetString());
        });
        Assert.All(
            bicep.Resources("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container["properties", "publicAccess"].GetString()));
    }

    [Fact]
    public void The_app_has_no_passwords_and_no_old_TLS()
    {
        var app = Assert.Single(bicep.Resources("Microsoft.Web/sites"));

        Assert.True(app["properties", "httpsOnly"].GetBoolean());
        Assert.Equal("1.2", app["properties", "siteConfig", "minTlsVersion"].GetString());
        Assert.Equal("UserAssigned", app["identity", "type"].GetString());
        Assert.Equal(["ftp", "scm"], bicep.Resources("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
            .Where(policy => !policy["properties", "allow"].GetBoolean()).Select(policy => policy.AzureName).Order());
    }

    [Fact]
    public void The_resource_with_the_phone_numbers_cannot_be_deleted_by_mistake()
    {
        var keeps = Assert.Single(bicep.Resources("Microsoft.Authorization/locks"));

        Assert.Equal("${communication}", keeps["scope"].GetString());
        Assert.Equal("CanNotDelete", keeps["properties", "level"].GetString());
    }

    // An existing resource is only referenced, and keeps its identity.
    [Fact]
    public void A_resource_with_phone_numbers_that_is_made_here_keeps_the_identity_that_speaks_in_calls() =>
        Assert.Equal("SystemAssigned", Assert.Single(bicep.Resources("Microsoft.Communication/communicationServices"))["identity", "type"]
            .GetString());

    [Fact]
    public void The_page_is_let_in_and_those_of_other_origins_as_the_deployment_says()
    {
        var main = File.ReadAllText(Path.Combine(BicepFiles.Root, "infra", "main.bicep"));
        Assert.Contains("split(corsAllowedOrigins, ',')", main, StringComparison.Ordinal);
        Assert.Contains("var allowedOrigins = union([page.outputs.address], otherOrigins)\n", main, StringComparison.Ordinal);
        Assert.Equal("${allowedOrigins}",
            Assert.Single(bicep.Resources("Microsoft.Web/sites"))["properties", "siteConfig", "cors", "allowedOrigins"].GetString());
        Assert.Equal("${allowedOrigins}",
            Assert.Single(bicep.Resources("Microsoft.SignalRService/signalR"))["properties", "cors", "allowedOrigins"].GetString());
    }

    [Fact]
    public void Pages_are_told_of_changes_by_a_free_service_without_keys()
    {
        var service = Assert.Single(bicep.Resources("Microsoft.SignalRService/signalR"));

        Assert.Equal("Free_F1", service["sku", "name"].GetString());
        Assert.True(service["properties", "disableLocalAuth"].GetBoolean());
        var mode = Assert.Single(service["properties", "features"].EnumerateArray());
        Assert.Equal(("ServiceMode", "Serverless"), (mode.GetProperty("flag").GetString(), mode.GetProperty("value").GetString()));
    }

    [Fact]
    public void Only_regions_with_the_plan_of_the_app_can_be_chosen()
    {
        var regions = Regions()
            .Match(File.ReadAllText(Path.Combine(BicepFiles.Root, "infra", "main.bicep"))).Groups["region"].Captures.Select(
                region => region.Value).ToList();

        Assert.Contains("eastus", regions);
        Assert.Contains("westeurope", regions);
        // These regions exist in Azure, but without Flex Consumption.
        Assert.Empty(regions.Intersect(["australiacentral", "canadaeast", "japanwest", "westindia"]));
    }

    [Fact]
    public void Telemetry_is_taken_from_an_identity_only()
    {
        Assert.True(Assert.Single(bicep.Resources("Microsoft.Insights/components"))["properties", "DisableLocalAuth"].GetBoolean());
        Assert.True(Assert.Single(bicep.Resources("Microsoft.OperationalInsights/workspaces"))["properties", "features", "disableLocalAuth"]
            .GetBoolean());
    }

    [Fact]
    public void Nothing_asks_Azure_for_a_key() =>
        Assert.All(Directory.EnumerateFiles(Path.Combine(BicepFiles.Root, "infra")), file =>
            Assert.DoesNotMatch(KeyQuestion(), File.ReadAllText(file)));

    [Fact]
    public void Every_role_is_on_one_resource_and_says_what_it_allows() => Assert.All(
        bicep.Resources("Microsoft.Authorization/roleAssignments"), role =>
        {
            Assert.True(role.Body.TryGetProperty("scope", out _), role.Name);
            Assert.EndsWith(".", role["properties", "description"].GetString(), StringComparison.Ordinal);
        });

    // Azure's built-in roles by their documented ids.
    [Fact]
    public void Only_roles_that_the_inbox_needs_are_given() => Assert.Equal(
        [
            ("communicationAndEmailServiceOwner", "09976791-48a7-449e-bb21-39d1a415f350"),
            ("keyVaultSecretsUser", "4633458b-17de-408a-b874-0445c86b69e6"),
            ("monitoringMetricsPublisher", "3913510d-42f4-4e42-8a64-420c390055eb"),
            ("signalRRestApiOwner", "fd53cd77-2268-407a-8f46-7e7863d0f521"),
            ("storageBlobDataContributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
            ("storageBlobDataOwner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
            ("storageQueueDataContributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"),
            ("storageTableDataContributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"),
        ],
        bicep.All.SelectMany(file => file.Variables)
            .Where(variable => variable.Value.ValueKind is JsonValueKind.String && Guid.TryParse(variable.Value.GetString(), out _))
            .Select(variable => (variable.Key, variable.Value.GetString()!)).Distinct().OrderBy(role => role.Key, StringComparer.Ordinal));

    [GeneratedRegex(
        @"@allowed\(\[\s*(?:'(?<region>\w+)'\s*)+\]\)\s*@metadata\(\{ azd: \{ type: 'location' \} \}\)\s*param location string")]
    private static partial Regex Regions();

    [GeneratedRegex(@"\blist(Keys|AccountSas|ServiceSas|Secrets)?\s*\(|AccountKey=|SharedAccessKey|accesskey=", RegexOptions.IgnoreCase)]
    private static partial Regex KeyQuestion();
}
