using ZuperConnect.Local.Hosting;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Local.Options;

/// <summary>What texts and calls go through.</summary>
public enum TelephonyProvider
{
    /// <summary>Phones on this machine.</summary>
    Simulated,

    /// <summary>Twilio.</summary>
    Twilio,
}

/// <summary>Reads which telephony provider the host is to have.</summary>
public static class TelephonyProviders
{
    /// <summary>The setting.</summary>
    public const string Setting = "Telephony:Provider";

    /// <summary>Its value where nothing else is said.</summary>
    public const string Simulated = "simulated";

    private const string Twilio = "twilio";

    /// <summary>Settings that are read from the environment alone: arguments of a process can be read by others.</summary>
    public static IReadOnlyList<string> Secrets => TwilioOptions.Settings;

    /// <summary>Reads it.</summary>
    /// <exception cref="LocalStartException">There is none of that name, or it lacks settings.</exception>
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
