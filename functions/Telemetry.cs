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

/// <summary>Logs, traces and metrics with OpenTelemetry.</summary>
public static class Telemetry
{
    /// <summary>The standard variable with the address of a collector.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The standard variable with the connection string of Application Insights.</summary>
    public const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Adds telemetry, exported to the collector or to Application Insights (with the app's identity) that the variables name. Requests of
    /// the Azure clients and of ASP.NET Core, and instances of Durable Functions, are neither traced nor logged: their addresses and ids
    /// contain phone numbers. Other numbers are redacted before export.
    /// </summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        builder.Logging
            .AddFilter("Azure", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.DurableTask", LogLevel.Warning)
            .AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);

        // Processors run in the order of registration, before exporters.
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
