using ZuperConnect.Local.Hosting;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Local.Options;

/// <summary>The telephony provider.</summary>
public enum TelephonyProvider
{
    /// <summary>Simulated phones on this machine.</summary>
    Simulated,

    /// <summary>Twilio.</summary>
    Twilio,
}

/// <summary>Reads the setting of the telephony provider.</summary>
public static class TelephonyProviders
{
    /// <summary>The setting.</summary>
    public const string Setting = "Telephony:Provider";

    /// <summary>The default value.</summary>
    public const string Simulated = "simulated";

    private const string Twilio = "twilio";

    /// <summary>Settings that are read from the environment only, because other users can read the arguments of a process.</summary>
    public static IReadOnlyList<string> Secrets => TwilioOptions.Settings;

    /// <summary>Reads it.</summary>
    /// <exception cref="LocalStartException">The provider is unknown, or its settings are missing or invalid.</exception>
    public static TelephonyProvider Read(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" or Simulated => TelephonyProvider.Simulated,
        Twilio => TwilioOptions.Faults(configuration) is { Count: > 0 } faults
            ? throw new LocalStartException(
                $"""
                {Setting} is {Twilio}, which lacks settings. Set them as variables of the environment, with two underscores for the colon:
                  {string.Join("\n  ", faults)}
                """)
            : TelephonyProvider.Twilio,
        var other => throw new LocalStartException($"{Setting} is {Simulated} or {Twilio}, and not '{other}'."),
    };
}
