using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Twilio;

namespace ZuperConnect.Functions;

/// <summary>The choice of the telephony provider.</summary>
public static class Telephony
{
    /// <summary>The setting with the name of the provider: <see cref="Acs"/>, which is the default, or <see cref="Twilio"/>.</summary>
    public const string Setting = "Telephony:Provider";

    /// <summary>Azure Communication Services.</summary>
    public const string Acs = "acs";

    /// <summary>Twilio.</summary>
    public const string Twilio = "twilio";

    /// <summary>Registers the provider of the settings.</summary>
    public static IServiceCollection AddTelephony(this IServiceCollection services, IConfiguration configuration) =>
        configuration[Setting] is Twilio ? services.AddTwilio(configuration) : services.AddAcs(configuration);
}
