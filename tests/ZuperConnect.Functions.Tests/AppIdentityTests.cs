using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;

namespace ZuperConnect.Functions.Tests;

public class AppIdentityTests
{
    private const string ClientId = "7a1c2f0e-0000-4000-8000-000000000002";

    [Theory]
    [InlineData(true, ClientId, typeof(ManagedIdentityCredential))]
    [InlineData(true, null, typeof(ManagedIdentityCredential))]
    [InlineData(false, ClientId, typeof(DefaultAzureCredential))]
    [InlineData(false, null, typeof(DefaultAzureCredential))]
    public void App_is_its_managed_identity_in_Azure_and_whoever_is_signed_in_elsewhere(bool inAzure, string? clientId, Type credential) =>
        Assert.IsType(credential, AppIdentity.Read(Configuration(inAzure, [new(AppIdentity.ClientId, clientId)])));

    [Theory]
    [InlineData("managedidentity", ClientId, true)]
    [InlineData(null, null, false)]
    public void Storage_is_reached_with_the_identity_of_its_section_or_else_with_the_apps(
        string? credential, string? clientId, bool ofItsOwn)
    {
        var configuration = Configuration(
            inAzure: true, [new("Storage:Tables:credential", credential), new("Storage:Tables:clientId", clientId)]);
        using var services = new ServiceCollection().AddAppIdentity(configuration).BuildServiceProvider();

        var taken = services.GetRequiredService<AzureComponentFactory>()
            .CreateTokenCredential(configuration.GetSection(AzureStorageRegistration.Tables));

        Assert.IsType<ManagedIdentityCredential>(taken);
        Assert.Equal(ofItsOwn, !ReferenceEquals(taken, services.GetRequiredService<TokenCredential>()));
    }

    private static IConfigurationRoot Configuration(bool inAzure, IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder()
        .AddInMemoryCollection([new("IDENTITY_ENDPOINT", inAzure ? "http://localhost:4141/msi/token" : null), .. settings]).Build();
}
