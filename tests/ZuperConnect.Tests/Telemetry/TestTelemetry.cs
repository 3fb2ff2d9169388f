using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Tests.Telemetry;

/// <summary>Telemetry of parts that a test puts together itself.</summary>
internal static class TestTelemetry
{
    /// <summary>Metrics that nobody reads.</summary>
    public static InboxMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), TimeProvider.System);
}
