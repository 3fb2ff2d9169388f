using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZuperConnect.Functions;

/// <summary>Logs and traces by OpenTelemetry.</summary>
public static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the worker's logs and traces; they leave the process only where the standard variable names a collector. The requests of
    /// Azure's clients and of ASP.NET Core and the instances of Durable Functions are neither traced nor logged one by one: their
    /// addresses and ids have whole phone numbers in them.
    /// </summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        builder.Logging
            .AddFilter("Azure", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.DurableTask", LogLevel.Warning)
            .AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);

        var telemetry = builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
        if (builder.Configuration[Endpoint] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }
    }
}
