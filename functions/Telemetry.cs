using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Functions;

/// <summary>Logs, traces and metrics by OpenTelemetry.</summary>
public static class Telemetry
{
    /// <summary>The standard variable that names a collector.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The standard variable of Application Insights' connection string.</summary>
    public const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Adds the worker's logs, traces and metrics; they leave the process only where the variables name a collector, or Application
    /// Insights, which is reached with the app's identity. The requests of Azure's clients and of ASP.NET Core and the instances of
    /// Durable Functions are neither traced nor logged one by one: their addresses and ids have whole phone numbers in them. What has
    /// one all the same is redacted before it leaves.
    /// </summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        builder.Logging
            .AddFilter("Azure", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.DurableTask", LogLevel.Warning)
            .AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);

        // Processors run in the order in which they are added, exporters last.
        var telemetry = builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithLogging(logging => logging.AddProcessor(new RedactedLogs()))
            .WithTracing(traces => traces.AddSource(InboxTraces.Name).AddProcessor(new RedactedTraces()))
            .WithMetrics(metrics => metrics.AddMeter(InboxMetrics.Name));
        if (builder.Configuration[Collector] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }

        if (builder.Configuration[Insights] is { Length: > 0 } connection)
        {
            telemetry.UseAzureMonitorExporter(exporter => exporter.ConnectionString = connection);
            builder.Services.AddOptions<AzureMonitorExporterOptions>()
                .Configure<TokenCredential>((exporter, identity) => exporter.Credential = identity);
        }
    }
}
