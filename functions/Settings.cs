using Microsoft.Extensions.Configuration;
using ZuperConnect.Jobs;

namespace ZuperConnect.Functions;

/// <summary>What the app must be told before it starts.</summary>
public static class Settings
{
    /// <summary>Refuses to start where something is missing, and says what.</summary>
    /// <exception cref="InvalidOperationException">Settings are missing; the message names them.</exception>
    public static void RequireSettings(this IConfiguration configuration)
    {
        string[] missing = [.. Missing(configuration)];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException(
                $"""
                 Settings are missing. In an environment variable, write two underscores for each colon.
                 - {string.Join("\n- ", missing)}
                 """);
        }
    }

    private static IEnumerable<string> Missing(IConfiguration configuration)
    {
        if (!IsSet("Storage:Tables") && !IsSet("Storage:Tables:endpoint"))
        {
            yield return "Storage:Tables: the address of the table storage as Storage:Tables:endpoint, or a connection string.";
        }

        if (!IsSet("Storage:Blobs") && !IsSet("Storage:Blobs:serviceUri"))
        {
            yield return "Storage:Blobs: the address of the blob storage as Storage:Blobs:serviceUri, or a connection string.";
        }

        if (!IsSet("Auth:Authority"))
        {
            yield return "Auth:Authority: the address of the OpenID Connect issuer that signs users in.";
        }

        if (!IsSet("Auth:Audience"))
        {
            yield return "Auth:Audience: the audience of its tokens that are meant for this inbox.";
        }

        if (!IsSet("Auth:FirstAdmin"))
        {
            yield return "Auth:FirstAdmin: who becomes an admin at the first sign-in: the user's object id, or the name they sign in with.";
        }

        if (!IsSet("Acs:Endpoint") && !IsSet("Acs:ConnectionString"))
        {
            yield return "Acs:Endpoint: the address of the Azure Communication Services resource; or, to try it out, Acs:ConnectionString.";
        }
        else if (configuration["Acs:Endpoint"] is { Length: > 0 } endpoint && !Uri.TryCreate(endpoint, UriKind.Absolute, out _))
        {
            yield return "Acs:Endpoint: it is set, but is no address such as https://name.communication.azure.com.";
        }

        if (!IsSet("Acs:ResourceId"))
        {
            yield return "Acs:ResourceId: the immutable id of the Azure Communication Services resource, which the tokens of its callbacks are meant for.";
        }

        if (configuration["Acs:SpeechEndpoint"] is { Length: > 0 } speech
            && !(Uri.TryCreate(speech, UriKind.Absolute, out var spoken) && spoken.Scheme == Uri.UriSchemeHttps))
        {
            yield return "Acs:SpeechEndpoint: it is set, but is no address such as https://name.cognitiveservices.azure.com.";
        }

        if (PublicAddress.Read(configuration) is null)
        {
            yield return "PublicAddress: the address at which the telephony provider reaches this app, such as https://name.azurewebsites.net.";
        }

        foreach (var fault in WebhookReceiver.Faults(configuration))
        {
            yield return fault;
        }

        bool IsSet(string key) => configuration[key] is { Length: > 0 };
    }
}
