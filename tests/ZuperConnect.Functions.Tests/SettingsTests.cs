using Azure.Communication.Sms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Storage;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Functions.Tests;

public class SettingsTests
{
    private static readonly Dictionary<string, string?> InAzure = new()
    {
        ["Storage:Tables:endpoint"] = "https://account.table.core.windows.net",
        ["Storage:Blobs:serviceUri"] = "https://account.blob.core.windows.net",
        ["Auth:Authority"] = "https://login.example/tenant/v2.0",
        ["Auth:Audience"] = "api://inbox",
        ["Auth:FirstAdmin"] = "ana@business.example",
        ["Acs:Endpoint"] = "https://name.communication.azure.com",
        ["Acs:ResourceId"] = "7a1c2f0e-0000-4000-8000-000000000001",
        ["PublicAddress"] = "https://name.azurewebsites.net",
    };

    private static readonly Dictionary<string, string?> OnOnesOwnMachine = new()
    {
        ["Storage:Tables"] = "UseDevelopmentStorage=true",
        ["Storage:Blobs"] = "UseDevelopmentStorage=true",
        ["Auth:Authority"] = "https://login.example/tenant/v2.0",
        ["Auth:Audience"] = "api://inbox",
        ["Auth:FirstAdmin"] = "ana@business.example",
        ["Acs:ConnectionString"] = "endpoint=https://name.communication.azure.com/;accesskey=a2V5",
        ["Acs:ResourceId"] = "7a1c2f0e-0000-4000-8000-000000000001",
        ["PublicAddress"] = "https://tunnel.example/inbox",
    };

    [Fact]
    public void Nothing_is_missing_in_Azure() => Configuration(InAzure).RequireSettings();

    private static readonly Dictionary<string, string?> WithTwilio = new(InAzure.Where(setting => !setting.Key.StartsWith("Acs:")))
    {
        ["Telephony:Provider"] = "twilio",
        ["Twilio:AccountSid"] = "AC00000000000000000000000000000001",
        ["Twilio:ApiKeySid"] = "SK00000000000000000000000000000002",
        ["Twilio:ApiKeySecret"] = "secret",
        ["Twilio:AuthToken"] = "token",
    };

    [Fact]
    public void With_Twilio_nothing_of_Azure_Communication_Services_is_missing() => Configuration(WithTwilio).RequireSettings();

    [Theory]
    [InlineData("Telephony:Provider", "carrier")]
    [InlineData("Twilio:AccountSid", "")]
    [InlineData("Twilio:AuthToken", "")]
    [InlineData("Twilio:ApiKeySid", "AC00000000000000000000000000000001")]
    [InlineData("Twilio:AuthToken", "@Microsoft.KeyVault(VaultName=kv-inbox;SecretName=twilio-auth-token)")]
    [InlineData("Twilio:SecondaryAuthToken", "@Microsoft.KeyVault(VaultName=kv-inbox;SecretName=twilio-secondary-auth-token)")]
    public void What_Twilio_lacks_is_named(string setting, string value) => Assert.Contains(
        $"- {setting}:",
        Assert.Throws<InvalidOperationException>(() => Configuration(new(WithTwilio) { [setting] = value }).RequireSettings()).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task With_Twilio_every_function_can_be_made_from_what_the_app_registers()
    {
        var configuration = Configuration(WithTwilio);
        await using var services = new ServiceCollection().AddLogging().AddAppIdentity(configuration).AddStorage(configuration)
            .AddInbox(configuration).AddDurableHostServices()
            .AddTelephony(configuration).BuildServiceProvider(validateScopes: true);

        Assert.Equal("TwilioSmsSender", services.GetRequiredService<ISmsSender>().GetType().Name);
        Assert.IsType<TwilioCallGateway>(services.GetRequiredService<ICallGateway>());
        Assert.All(FunctionClasses, type => Assert.NotNull(ActivatorUtilities.CreateInstance(services, type)));
    }

    [Fact]
    public void Webhooks_need_an_address_and_a_secret() => Configuration(new(InAzure)
    {
        ["Webhooks:Url"] = "https://field-service.example/hooks",
        ["Webhooks:Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    }).RequireSettings();

    [Fact]
    public void Connection_strings_do_on_ones_own_machine() => Configuration(OnOnesOwnMachine).RequireSettings();

    [Theory]
    [InlineData("Storage:Tables:endpoint", "Storage:Tables")]
    [InlineData("Storage:Blobs:serviceUri", "Storage:Blobs")]
    [InlineData("Auth:Authority", "Auth:Authority")]
    [InlineData("Auth:Audience", "Auth:Audience")]
    [InlineData("Auth:FirstAdmin", "Auth:FirstAdmin")]
    [InlineData("Acs:Endpoint", "Acs:Endpoint")]
    [InlineData("Acs:ResourceId", "Acs:ResourceId")]
    [InlineData("PublicAddress", "PublicAddress")]
    public void A_missing_setting_is_named(string without, string named)
    {
        var settings = new Dictionary<string, string?>(InAzure);
        settings.Remove(without);

        var refused = Assert.Throws<InvalidOperationException>(() => Configuration(settings).RequireSettings());

        Assert.Contains($"- {named}:", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.Message.Split("\n- ").Length);
    }

    [Theory]
    [InlineData("Storage:Tables:endpoint", "account")]
    [InlineData("Storage:Tables:endpoint", "http://account.table.core.windows.net")]
    [InlineData("Storage:Tables:credential", "managedidentiti")]
    [InlineData("Storage:Tables:clientId", "inbox-identity")]
    [InlineData("Storage:Blobs:serviceUri", "account")]
    [InlineData("Storage:Blobs:clientId", "inbox-identity")]
    [InlineData("Storage:Blobs:credential", "key")]
    [InlineData("Storage:Tables", "AccountName=account")]
    [InlineData("Storage:Blobs", "nonsense")]
    [InlineData("AZURE_CLIENT_ID", "inbox-identity")]
    [InlineData("Auth:Authority", "login.example/tenant/v2.0")]
    [InlineData("Auth:Authority", "http://login.example/tenant/v2.0")]
    [InlineData("Acs:Endpoint", "name")]
    [InlineData("Acs:Endpoint", "http://name.communication.azure.com")]
    [InlineData("Acs:ConnectionString", "accesskey=a2V5")]
    [InlineData("Acs:ResourceId", "/subscriptions/1/resourceGroups/inbox/providers/Microsoft.Communication/communicationServices/name")]
    [InlineData("Acs:RecordingHosts", "https://asm.skype.com")]
    [InlineData("Storage:CreateAtStart", "sometimes")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "nonsense")]
    [InlineData("Acs:SpeechEndpoint", "name")]
    [InlineData("Acs:SpeechEndpoint", "http://name.cognitiveservices.azure.com")]
    [InlineData("SignalR:Endpoint", "name")]
    [InlineData("SignalR:Endpoint", "http://name.service.signalr.net")]
    [InlineData("PublicAddress", "name")]
    [InlineData("PublicAddress", "http://name.azurewebsites.net")]
    [InlineData("PublicAddress", "/inbox")]
    [InlineData("Webhooks:Url", "http://field-service.example")]
    [InlineData("Webhooks:Url", "https://field-service.example", "Webhooks:Secret")]
    [InlineData("Webhooks:Secret", "secret")]
    [InlineData("Webhooks:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Webhooks:Url")]
    public void What_cannot_be_is_named(string setting, string value, string? named = null) => Assert.Contains(
        $"- {named ?? setting}:",
        Assert.Throws<InvalidOperationException>(() => Configuration(new(InAzure) { [setting] = value }).RequireSettings()).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://tunnel.example/inbox/", "https://tunnel.example/inbox/api/sounds/tone.wav")]
    [InlineData("http://localhost:7071", "http://localhost:7071/api/sounds/tone.wav")]
    public void The_provider_is_given_the_address_of_the_settings(string address, string sound) =>
        Assert.Equal(sound,
            PublicAddress.Read(Configuration(new(InAzure) { ["PublicAddress"] = address }))?.Of(Routes.Sound, "tone.wav").AbsoluteUri);

    [Fact]
    public void A_name_that_the_host_gives_itself_is_not_taken_for_the_apps_address() =>
        Assert.Null(PublicAddress.Read(Configuration(new() { ["WEBSITE_HOSTNAME"] = "localhost:7071" })));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_function_can_be_made_from_what_the_app_registers(bool inAzure)
    {
        var configuration = Configuration(inAzure ? InAzure : OnOnesOwnMachine);
        await using var services = new ServiceCollection().AddLogging()
            .AddAppIdentity(configuration).AddStorage(configuration).AddInbox(configuration).AddDurableHostServices().AddTelephony(configuration)
            .BuildServiceProvider(validateScopes: true);

        Assert.IsType<AcsSmsSender>(services.GetRequiredService<ISmsSender>());
        Assert.NotNull(services.GetRequiredService<SmsClient>());
        Assert.IsType<AcsCallGateway>(services.GetRequiredService<ICallGateway>());
        Assert.IsType<AcsRecordings>(services.GetRequiredService<IRecordingSource>());
        Assert.All(FunctionClasses, type => Assert.NotNull(ActivatorUtilities.CreateInstance(services, type)));
    }

    private static IEnumerable<Type> FunctionClasses => typeof(ConversationEntity).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false }
            && type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute), false)));

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
