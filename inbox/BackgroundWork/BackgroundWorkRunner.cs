using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Has the work of each row done by the handler of its kind (docs/design.md#background-work).</summary>
public sealed class BackgroundWorkRunner(WorkItemStore workItems, IEnumerable<IBackgroundWorkHandler> handlers)
{
    private readonly FrozenDictionary<WorkKind, IBackgroundWorkHandler> _handlers =
        handlers.SelectMany(handler => handler.Kinds.Select(kind => KeyValuePair.Create(kind, handler))).ToFrozenDictionary();

    /// <summary>Does the next step of a piece of work; nothing where it is done.</summary>
    public async Task<WorkStep> StepAsync(WorkId id, HostServices host, CancellationToken cancellation) =>
        await workItems.FindAsync(id, cancellation) is { } item ? await StepAsync(item, host, cancellation) : new([]);

    /// <summary>Does the next step of work whose row was just written; somebody may have changed or removed it since.</summary>
    public async Task<WorkStep> StepAsync(WorkItem work, HostServices host, CancellationToken cancellation) =>
        _handlers.TryGetValue(work.Kind, out var handler) ? await handler.StepAsync(work, host, cancellation) : new([]);

    /// <summary>Removes the row of work whose last step was finished, unless more of it came meanwhile.</summary>
    public async Task FinishAsync(WorkId id, CancellationToken cancellation)
    {
        if (await workItems.FindAsync(id, cancellation) is { } item && (!_handlers.TryGetValue(item.Kind, out var handler) || handler.IsDone(item)))
        {
            await workItems.RemoveAsync(item, cancellation);
        }
    }
}

/// <summary>Adds handlers of background work.</summary>
public static class BackgroundWorkRegistration
{
    /// <summary>Adds a handler, which is a service of its own too.</summary>
    public static IServiceCollection AddBackgroundWorkHandler<T>(this IServiceCollection services)
        where T : class, IBackgroundWorkHandler => services
            .AddSingleton<T>()
            .AddSingleton<IBackgroundWorkHandler>(app => app.GetRequiredService<T>());
}
