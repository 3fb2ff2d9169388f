using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using ZuperConnect.AzureStorage;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Functions.Live;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Team;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Functions;

/// <summary>The required settings of the app.</summary>
public static class Settings
{
    /// <summary>Fails if a setting is missing or not valid.</summary>
    /// <exception cref="InvalidOperationException">The message names the settings.</exception>
    public static void RequireSettings(this IConfiguration configuration)
    {
        string[] faults = [.. Storage(configuration), .. SignIn(configuration), .. Provider(configuration), .. Telemetry(configuration),
            .. Numbers(configuration), .. Live(configuration), .. WebhookReceiver.Faults(configuration), .. Secrets(configuration)];
        if (faults.Length > 0)
        {
            throw new InvalidOperationException(
                $"""
                 Settings are missing, or cannot be. In an environment variable, write two underscores for each colon.
                 - {string.Join("\n- ", faults)}
                 """);
        }
    }

    private static IEnumerable<string> Storage(IConfiguration settings)
    {
        foreach (var (section, address, what, example, open) in (IEnumerable<(string, string, string, string, Action<string>)>)
        [
            (AzureStorageRegistration.Tables, "endpoint", "table", "https://account.table.core.windows.net", text =>
                _ = new TableServiceClient(text)),
            (AzureStorageRegistration.Blobs, "serviceUri", "blob", "https://account.blob.core.windows.net", text =>
                _ = new BlobServiceClient(text)),
        ])
        {
            if (settings[section] is { Length: > 0 } connectionString)
            {
                if (!Opens(open, connectionString))
                {
                    yield return $"{section}: it is set, but is no connection string of storage.";
                }
            }
            else if (!IsSet(settings, $"{section}:{address}"))
            {
                yield return $"{section}: the address of the {what} storage as {section}:{address}, or a connection string.";
            }
            else if (!IsAddress(settings[$"{section}:{address}"]))
            {
                yield return $"{section}:{address}: it is set, but is no address such as {example}.";
            }

            // Any other value would silently mean the default credential.
            if (settings[$"{section}:credential"] is { Length: > 0 } credential
                && !credential.Equals("managedidentity", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{section}:credential: it may be managedidentity; left out, the app's usual identity is taken.";
            }
        }

        if (settings["Storage:DeadLetters"] is { Length: > 0 } deadLetters ? !Opens(text => _ = new BlobServiceClient(text), deadLetters)
            : IsSet(settings, "Storage:DeadLetters:serviceUri") && !IsAddress(settings["Storage:DeadLetters:serviceUri"]))
        {
            yield return "Storage:DeadLetters:serviceUri: it is set, but is no address such as https://account.blob.core.windows.net; or "
                + "Storage:EventGridDeadLetters is no connection string.";
        }

        foreach (var setting in (string[])[
            "Storage:Tables:clientId", "Storage:Blobs:clientId", "Storage:DeadLetters:clientId", AppIdentity.ClientId])
        {
            if (IsSet(settings, setting) && !Guid.TryParse(settings[setting], out _))
            {
                yield return $"{setting}: it is set, but is no client id of a managed identity, which is a UUID.";
            }
        }

        if (IsSet(settings, "Storage:CreateAtStart") && !bool.TryParse(settings["Storage:CreateAtStart"], out _))
        {
            yield return "Storage:CreateAtStart: it may be true or false.";
        }
    }

    private static IEnumerable<string> SignIn(IConfiguration settings)
    {
        if (!IsAddress(settings["Auth:Authority"], Uri.UriSchemeHttps))
        {
            yield return "Auth:Authority: the https address of the OpenID Connect issuer that signs users in, such as "
                + "https://login.microsoftonline.com/{tenant}/v2.0.";
        }

        if (!IsSet(settings, "Auth:Audience"))
        {
            yield return "Auth:Audience: the audience of its tokens that are meant for this inbox.";
        }

        if (!IsSet(settings, InboxRegistration.FirstAdminName))
        {
            yield return $"{InboxRegistration.FirstAdminName}: who becomes an admin at the first sign-in: the user's object id or, with "
                + "Entra ID, the name they sign in with.";
        }

        if (IsSet(settings, AccessTokenRules.ScopeSetting) && settings[AccessTokenRules.ScopeSetting]!.Any(char.IsWhiteSpace))
        {
            yield return $"{AccessTokenRules.ScopeSetting}: it is set, but is no one scope such as {AccessTokenRules.DefaultScope}.";
        }
    }

    private static IEnumerable<string> Provider(IConfiguration settings) => settings[Telephony.Setting] switch
    {
        null or "" or Telephony.Acs => Acs(settings),
        Telephony.Twilio => TwilioOptions.Faults(settings).Select(fault => fault.Replace(" is ", ": ", StringComparison.Ordinal)),
        _ => [$"{Telephony.Setting}: {Telephony.Acs}, which is the default, or {Telephony.Twilio}."],
    };

    private static IEnumerable<string> Acs(IConfiguration settings)
    {
        if (IsSet(settings, "Acs:Endpoint"))
        {
            if (!IsAddress(settings["Acs:Endpoint"], Uri.UriSchemeHttps))
            {
                yield return "Acs:Endpoint: it is set, but is no address such as https://name.communication.azure.com.";
            }
        }
        else if (!IsSet(settings, "Acs:ConnectionString"))
        {
            yield return "Acs:Endpoint: the address of the Azure Communication Services resource; or, to try it out, Acs:ConnectionString.";
        }

        if (settings["Acs:ConnectionString"] is { Length: > 0 } text
            && !(text.Contains("endpoint=https://", StringComparison.OrdinalIgnoreCase)
                && text.Contains("accesskey=", StringComparison.OrdinalIgnoreCase)))
        {
            yield return "Acs:ConnectionString: it is set, but is none such as endpoint=https://name.communication.azure.com/;accesskey=….";
        }

        if (!Guid.TryParse(settings["Acs:ResourceId"], out _))
        {
            yield return "Acs:ResourceId: the immutable id of the Azure Communication Services resource, a UUID, which the tokens of its "
                + "callbacks are meant for.";
        }

        if (IsSet(settings, "Acs:SpeechEndpoint") && !IsAddress(settings["Acs:SpeechEndpoint"], Uri.UriSchemeHttps))
        {
            yield return "Acs:SpeechEndpoint: it is set, but is no address such as https://name.cognitiveservices.azure.com.";
        }

        if (AcsRecordings.Hosts(settings).Any(host => Uri.CheckHostName(host) is not UriHostNameType.Dns))
        {
            yield return $"{AcsRecordings.Setting}: names of hosts with commas between, such as asm.skype.com.";
        }

        if (PublicAddress.Read(settings) is null)
        {
            yield return "PublicAddress: the address at which the telephony provider reaches this app, such as "
                + "https://name.azurewebsites.net.";
        }
    }

    private static IEnumerable<string> Telemetry(IConfiguration settings)
    {
        if (IsSet(settings, Functions.Telemetry.Insights)
            && !settings[Functions.Telemetry.Insights]!.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Functions.Telemetry.Insights}: it is set, but is no connection string of Application Insights.";
        }

        if (IsSet(settings, Functions.Telemetry.Collector)
            && !IsAddress(settings[Functions.Telemetry.Collector], Uri.UriSchemeHttps, Uri.UriSchemeHttp))
        {
            yield return $"{Functions.Telemetry.Collector}: it is set, but is no address of a collector.";
        }
    }

    private static IEnumerable<string> Numbers(IConfiguration settings)
    {
        if (IsSet(settings, NumberRegion.Setting) && !NumberRegion.IsKnown(settings[NumberRegion.Setting]!))
        {
            yield return $"{NumberRegion.Setting}: it is set, but is no code of a country with two letters, such as US.";
        }
    }

    private static IEnumerable<string> Live(IConfiguration settings)
    {
        if (IsSet(settings, SignalRServiceRegistration.Endpoint)
            && !IsAddress(settings[SignalRServiceRegistration.Endpoint], Uri.UriSchemeHttps))
        {
            yield return $"{SignalRServiceRegistration.Endpoint}: it is set, but is no address such as https://name.service.signalr.net.";
        }
    }

    /// <summary>Azure passes a Key Vault reference that it cannot resolve as it is, and it must not be used as a secret.</summary>
    private static IEnumerable<string> Secrets(IConfiguration settings) =>
        from setting in settings.AsEnumerable()
        where setting.Value?.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) is true
        select $"{setting.Key}: a Key Vault reference that is not resolved. The secret must exist, and the app's identity must have the "
            + "role Key Vault Secrets User.";

    private static bool IsSet(IConfiguration settings, string key) => settings[key] is { Length: > 0 };

    /// <summary>Without given schemes: <c>https</c>, or <c>http</c> on this machine.</summary>
    private static bool IsAddress(string? text, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (schemes.IsEmpty ? address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) : schemes.Contains(address.Scheme));

    private static bool Opens(Action<string> open, string connectionString)
    {
        try
        {
            open(connectionString);
            return true;
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }
}
