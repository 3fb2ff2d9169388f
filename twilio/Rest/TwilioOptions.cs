using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Rest;

/// <summary>The account at Twilio, and where Twilio reaches this inbox.</summary>
/// <param name="AccountSid">The account, <c>AC…</c>.</param>
/// <param name="ApiKeySid">The API key that requests are made with, <c>SK…</c>.</param>
/// <param name="ApiKeySecret">Its secret.</param>
/// <param name="AuthTokens">What webhooks are signed with: the account's auth token, and the next one while it is being replaced.</param>
/// <param name="ApiAddress">Where the REST API is.</param>
/// <param name="PublicAddress">Where Twilio reaches this inbox.</param>
public sealed partial record TwilioOptions(
    string AccountSid, string ApiKeySid, string ApiKeySecret, IReadOnlyList<string> AuthTokens, Uri ApiAddress, PublicAddress PublicAddress)
{
    /// <summary>The setting of the account.</summary>
    public const string AccountSidSetting = "Twilio:AccountSid";

    /// <summary>The setting of the API key.</summary>
    public const string ApiKeySidSetting = "Twilio:ApiKeySid";

    /// <summary>The setting of the API key's secret.</summary>
    public const string ApiKeySecretSetting = "Twilio:ApiKeySecret";

    /// <summary>The setting of the account's auth token, by which alone webhooks can be checked.</summary>
    public const string AuthTokenSetting = "Twilio:AuthToken";

    /// <summary>The setting of the auth token that is about to replace the other; it may be left out.</summary>
    public const string SecondaryAuthTokenSetting = "Twilio:SecondaryAuthToken";

    /// <summary>The setting of another address of the REST API, such as that of another region; it may be left out.</summary>
    public const string ApiAddressSetting = "Twilio:ApiAddress";

    private const string UsualApiAddress = "https://api.twilio.com";

    /// <summary>All settings but <see cref="PublicAddress.Setting"/>. Most are secrets.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        AccountSidSetting, ApiKeySidSetting, ApiKeySecretSetting, AuthTokenSetting, SecondaryAuthTokenSetting, ApiAddressSetting,
    ];

    /// <summary>What is missing or wrong among the settings, in words.</summary>
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
    /// <exception cref="InvalidOperationException">Some are missing or wrong.</exception>
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
