using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ZuperConnect.Functions.Tests;

public class TelemetryTests
{
    private const string Insights = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:9/";

    [Fact]
    public void Application_Insights_is_reached_with_the_apps_identity()
    {
        using var app = Build(KeyValuePair.Create(Telemetry.Insights, (string?)Insights));

        var options = app.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;

        Assert.Equal(Insights, options.ConnectionString);
        Assert.Same(app.Services.GetRequiredService<TokenCredential>(), options.Credential);
    }

    [Fact]
    public void Without_a_place_to_send_it_to_telemetry_stays_in_the_process()
    {
        using var app = Build();

        Assert.NotNull(app.Services.GetRequiredService<TracerProvider>());
        Assert.NotNull(app.Services.GetRequiredService<MeterProvider>());
        Assert.Null(app.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value.ConnectionString);
    }

    private static Microsoft.Extensions.Hosting.IHost Build(params KeyValuePair<string, string?>[] settings)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddAppIdentity(builder.Configuration);
        builder.AddTelemetry();
        return builder.Build();
    }
}
