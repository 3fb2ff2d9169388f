using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZuperConnect.Tests.Infra;

/// <summary>The files that <c>azd</c> reads: azure.yaml, the parameters, and the workflow.</summary>
public sealed partial class AzdTests(BicepFiles bicep) : IClassFixture<BicepFiles>
{
    private const string Print = "env get-value ";

    private static readonly string AzureYaml = File.ReadAllText(Path.Combine(BicepFiles.Root, "azure.yaml"));
    private static readonly string Deployment = File.ReadAllText(Path.Combine(BicepFiles.Root, ".github", "workflows", "azure-dev.yml"));

    /// <summary>The parameters by environment variable.</summary>
    private static readonly Dictionary<string, string> Variables = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(BicepFiles.Root, "infra", "main.parameters.json")))
        .RootElement.GetProperty("parameters").EnumerateObject()
        .ToDictionary(parameter => parameter.Name, parameter =>
            Variable().Match(parameter.Value.GetProperty("value").GetString()!).Groups["name"].Value);

    [Fact]
    public void Every_parameter_is_given_by_a_variable_of_its_name()
    {
        Assert.Equal(bicep["main.bicep"].Parameters.Select(parameter => parameter.Name)
            .Order(StringComparer.Ordinal), Variables.Keys.Order(StringComparer.Ordinal));
        Assert.All(Variables, parameter => Assert.Equal(
            parameter.Key switch
            {
                "environmentName" => "AZURE_ENV_NAME",
                "location" =>
                "AZURE_LOCATION",
                var name => Word().Replace(name, "_$0").ToUpperInvariant()
            },
            parameter.Value));
    }

    // Older versions delete every resource group in which the deployment created something, including that of the phone numbers.
    [Fact]
    public void An_azd_that_would_delete_the_phone_numbers_is_refused() =>
        Assert.Contains("\nrequiredVersions:\n  azd: '>= 1.24.1'\n", AzureYaml, StringComparison.Ordinal);

    [Fact]
    public void The_service_is_the_project_and_the_resource_of_its_name()
    {
        var project = Path.Combine(BicepFiles.Root, Line("project"));
        Assert.Single(Directory.EnumerateFiles(project, "*.csproj"));
        Assert.True(File.Exists(Path.Combine(BicepFiles.Root, Line("path"), $"{Line("module")}.bicep")));

        Assert.Contains("\n  inbox:\n", AzureYaml, StringComparison.Ordinal);
        Assert.Contains("'azd-service-name': 'inbox'", Assert.Single(bicep.Resources("Microsoft.Web/sites"))["tags"]
            .GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_is_deployed_before_anything_is_subscribed_to_it()
    {
        var codeIsDeployed = Variables["codeIsDeployed"];

        Assert.Equal(
            [$"env set {codeIsDeployed} false", "provision", "deploy --all", $"env set {codeIsDeployed} true", "provision"],
            Steps.Where(step => !step.StartsWith(Print, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_said_at_the_end_is_put_out()
    {
        var said = Steps.Where(step => step.StartsWith(Print, StringComparison.Ordinal)).Select(step => step[Print.Length..]).ToList();

        Assert.NotEmpty(said);
        Assert.Empty(said.Except(bicep["main.bicep"].Outputs.Select(output => output.Name)));
    }

    [Fact]
    public void The_workflow_passes_every_variable_on()
    {
        var secrets = bicep["main.bicep"].Parameters.Where(parameter => parameter.IsSecure).Select(parameter => Variables[parameter.Name])
            .ToList();
        var passed = Variables.Values.Except(["AZURE_ENV_NAME", "AZURE_LOCATION", "CODE_IS_DEPLOYED"]).Except(secrets)
            .Order(StringComparer.Ordinal).ToList();

        Assert.Equal(passed, Item().Matches(AzureYaml).Select(item => item.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.All(passed.Append("AZURE_ENV_NAME").Append("AZURE_LOCATION"), name =>
            Assert.Contains($"      {name}: ${{{{ vars.{name} }}}}\n", Deployment, StringComparison.Ordinal));
        Assert.NotEmpty(secrets);
        Assert.All(secrets, name => Assert.DoesNotContain(name, Deployment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variable_that_is_not_set_does_not_reach_azd_as_an_empty_one()
    {
        var start = new ProcessStartInfo(
            "bash", ["-ec", $"azd() {{ env; }}\n{Up().Match(Deployment).Groups["script"].Value}"])
        { RedirectStandardOutput = true };
        start.Environment["AZURE_ENV_NAME"] = "inbox";
        start.Environment["EVENT_TOPIC_NAME"] = "";
        using var bash = Process.Start(start)!;
        var handed = (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, bash.ExitCode);
        Assert.Contains("AZURE_ENV_NAME=inbox", handed);
        Assert.DoesNotContain("EVENT_TOPIC_NAME=", handed);
    }

    private static IEnumerable<string> Steps => Step().Matches(AzureYaml).Select(step => step.Groups["command"].Value.Trim());

    private static string Line(string name) => Regex.Match(AzureYaml, $"(?m)^  +{name}: (?<value>.+)$").Groups["value"].Value.Trim();

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)\}$")]
    private static partial Regex Variable();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?m)^ +- azd: (?<command>.+)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"- run: (?:\|\n)?(?<script>(?:(?!- run:)[\s\S])*?\bazd up .*)")]
    private static partial Regex Up();

    [GeneratedRegex(@"(?m)^    - (?<name>[A-Z_]+)$")]
    private static partial Regex Item();
}
