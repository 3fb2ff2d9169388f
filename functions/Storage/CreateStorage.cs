using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Storage;

/// <summary>
/// Makes tables and containers before the first function runs. In Azure the deployment makes them; on one's own machine, set
/// <c>Storage:CreateAtStart</c>.
/// </summary>
public sealed class CreateStorage(InboxStorage storage) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => storage.CreateAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Adds <see cref="CreateStorage"/>.</summary>
public static class CreateStorageRegistration
{
    /// <summary>Adds it where the setting asks for it.</summary>
    public static IServiceCollection AddStorageAtStart(this IServiceCollection services, IConfiguration configuration) =>
        configuration.GetValue<bool>("Storage:CreateAtStart") ? services.AddHostedService<CreateStorage>() : services;
}
