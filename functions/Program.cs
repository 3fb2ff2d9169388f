using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ZuperConnect;
using ZuperConnect.Functions;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Live;
using ZuperConnect.Functions.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Configuration.RequireSettings();

builder.Services
    .AddAppIdentity(builder.Configuration)
    .AddStorage(builder.Configuration)
    .AddInbox(builder.Configuration)
    .AddDurableHostServices()
    .AddSignalRService(builder.Configuration)
    .AddTelephony(builder.Configuration);
builder.AddTelemetry();

var app = builder.Build();
await app.CreateStorageAsync();
await app.RunAsync();
