using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>A receiver of webhooks, with the secret that signs them (standardwebhooks.com).</summary>
/// <param name="Url">The address.</param>
/// <param name="Secret">The signing key.</param>
public sealed record WebhookReceiver(Uri Url, ReadOnlyMemory<byte> Secret)
{
    /// <summary>
    /// Whether the address is a setting of the deployment, which may be private. An address that was entered on the page may not.
    /// </summary>
    public bool IsConfigured { get; init; }

    /// <summary>The setting of the address.</summary>
    public const string UrlSetting = "Webhooks:Url";

    /// <summary>The setting of the secret.</summary>
    public const string SecretSetting = "Webhooks:Secret";

    private const string SecretPrefix = "whsec_";

    // The limits of the specification.
    private const int MinSecretLength = 24;
    private const int MaxSecretLength = 64;
    private const int NewSecretLength = 32;

    /// <summary>Reads the settings; null if they are missing or not valid (<see cref="Faults"/>).</summary>
    public static WebhookReceiver? Read(IConfiguration configuration) =>
        ReadUrl(configuration[UrlSetting]) is { } url && ReadSecret(configuration[SecretSetting]) is { } secret
            ? new(url, secret) { IsConfigured = true } : null;

    /// <summary>The errors in the settings. Either both are set, or neither.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var (url, secret) = (configuration[UrlSetting], configuration[SecretSetting]);
        if (string.IsNullOrEmpty(url) && string.IsNullOrEmpty(secret))
        {
            yield break;
        }

        if (ReadUrl(url) is null)
        {
            yield return $"{UrlSetting}: where jobs are told to another system, such as https://field-service.example/hooks; http on "
                + "one's own machine alone.";
        }

        if (ReadSecret(secret) is null)
        {
            yield return $"{SecretSetting}: the secret that signs it, {SecretPrefix} and the base64 of {MinSecretLength} to "
                + $"{MaxSecretLength} random bytes.";
        }
    }

    /// <summary>A random secret.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewSecretLength));

    /// <summary>Reads an address: HTTPS, or HTTP on this machine; null if it is not valid.</summary>
    public static Uri? ReadUrl(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length is 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : null;

    /// <summary>Reads a secret; null if it is not valid.</summary>
    public static byte[]? ReadSecret(string? text)
    {
        Span<byte> secret = stackalloc byte[MaxSecretLength];
        return text?.StartsWith(SecretPrefix, StringComparison.Ordinal) is true
            && Convert.TryFromBase64String(text[SecretPrefix.Length..], secret, out var length) && length >= MinSecretLength
                ? secret[..length].ToArray()
                : null;
    }
}
