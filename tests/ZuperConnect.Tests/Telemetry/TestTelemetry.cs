using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Tests.Telemetry;

/// <summary>Telemetry for services without a host.</summary>
internal static class TestTelemetry
{
    /// <summary>Metrics without a listener.</summary>
    public static InboxMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), TimeProvider.System);
}
