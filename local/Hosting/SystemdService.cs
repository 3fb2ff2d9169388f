using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace ZuperConnect.Local.Hosting;

/// <summary>Tells systemd when the host has started and when it stops, and logs in the format of its journal.</summary>
internal static class SystemdService
{
    private const string NotifySocket = "NOTIFY_SOCKET";

    /// <summary>
    /// Does what <c>AddSystemd</c> does. In .NET 10 that looks for systemd in <c>/proc</c>, which the service's <c>ProtectProc</c> hides
    /// (https://github.com/dotnet/runtime/issues/125368).
    /// </summary>
    public static void AddSystemdService(this IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(NotifySocket) is { Length: > 0 })
        {
            services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = ConsoleFormatterNames.Systemd);
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }
}
