using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Rest;

/// <summary>The settings of the Twilio account.</summary>
/// <param name="AccountSid">The account, <c>AC…</c>.</param>
/// <param name="ApiKeySid">The API key for REST requests, <c>SK…</c>.</param>
/// <param name="ApiKeySecret">The secret of the API key.</param>
/// <param name="AuthTokens">The auth tokens that sign webhooks: the current one, and the next one during a rotation.</param>
/// <param name="ApiAddress">The base address of the REST API.</param>
/// <param name="PublicAddress">The address at which Twilio reaches the inbox.</param>
public sealed partial record TwilioOptions(
    string AccountSid, string ApiKeySid, string ApiKeySecret, IReadOnlyList<string> AuthTokens, Uri ApiAddress, PublicAddress PublicAddress)
{
    /// <summary>The setting of the account.</summary>
    public const string AccountSidSetting = "Twilio:AccountSid";

    /// <summary>The setting of the API key.</summary>
    public const string ApiKeySidSetting = "Twilio:ApiKeySid";

    /// <summary>The setting of the API key's secret.</summary>
    public const string ApiKeySecretSetting = "Twilio:ApiKeySecret";

    /// <summary>The setting of the account's auth token. It is needed to validate webhooks; an API key cannot.</summary>
    public const string AuthTokenSetting = "Twilio:AuthToken";

    /// <summary>The setting of the next auth token during a rotation. Optional.</summary>
    public const string SecondaryAuthTokenSetting = "Twilio:SecondaryAuthToken";

    /// <summary>The setting of the base address of the REST API, for another region. Optional.</summary>
    public const string ApiAddressSetting = "Twilio:ApiAddress";

    private const string UsualApiAddress = "https://api.twilio.com";

    /// <summary>All settings except <see cref="PublicAddress.Setting"/>. Most are secrets.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        AccountSidSetting, ApiKeySidSetting, ApiKeySecretSetting, AuthTokenSetting, SecondaryAuthTokenSetting, ApiAddressSetting,
    ];

    /// <summary>The missing and invalid settings, as text.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration configuration) =>
    [
        .. Fault(configuration, AccountSidSetting, "AC and 32 hexadecimal digits", text => SidIn(text, "AC")),
        .. Fault(configuration, ApiKeySidSetting, "SK and 32 hexadecimal digits", text => SidIn(text, "SK")),
        .. Fault(configuration, ApiKeySecretSetting, "the secret of that API key", _ => true),
        .. Fault(configuration, AuthTokenSetting, "the account's auth token", _ => true),
        .. PublicAddress.Read(configuration) is not { IsLoopback: false }
            ? [$"{PublicAddress.Setting} is the https address at which Twilio reaches this inbox"] : Array.Empty<string>(),
        .. ApiAddressIn(configuration) is null ? [$"{ApiAddressSetting} is an https address, or left out"] : Array.Empty<string>(),
    ];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">Settings are missing or invalid.</exception>
    public static TwilioOptions Read(IConfiguration configuration) =>
        Faults(configuration) is { Count: > 0 } faults
            ? throw new InvalidOperationException($"{string.Join("; ", faults)}.")
            : new(
                configuration[AccountSidSetting]!, configuration[ApiKeySidSetting]!, configuration[ApiKeySecretSetting]!,
                [.. new[] { configuration[AuthTokenSetting], configuration[SecondaryAuthTokenSetting] }
                    .Where(token => token is { Length: > 0 }).Select(token => token!)],
                ApiAddressIn(configuration)!, PublicAddress.Read(configuration)!);

    private static string[] Fault(IConfiguration configuration, string name, string what, Predicate<string> isRight) =>
        configuration[name] is { Length: > 0 } value && isRight(value) ? [] : [$"{name} is {what}"];

    private static Uri? ApiAddressIn(IConfiguration configuration) =>
        Uri.TryCreate(
            configuration[ApiAddressSetting] is { Length: > 0 } address ? address : UsualApiAddress, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) ? uri : null;

    private static bool SidIn(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && Sid().IsMatch(text);

    [GeneratedRegex(@"^[A-Z]{2}[0-9a-fA-F]{32}\z")]
    private static partial Regex Sid();
}
