using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Runs each work item with the handler for its kind (docs/design.md#background-work).</summary>
public sealed class BackgroundWorkRunner(WorkItemStore workItems, IEnumerable<IBackgroundWorkHandler> handlers)
{
    private readonly FrozenDictionary<WorkKind, IBackgroundWorkHandler> _handlers =
        handlers.SelectMany(handler => handler.Kinds.Select(kind => KeyValuePair.Create(kind, handler))).ToFrozenDictionary();

    /// <summary>Runs the next step of a work item. Does nothing if the work is done.</summary>
    public async Task<WorkStep> StepAsync(WorkId id, HostServices host, CancellationToken cancellation) =>
        await workItems.FindAsync(id, cancellation) is { } item ? await StepAsync(item, host, cancellation) : new([]);

    /// <summary>Runs the next step of a work item that was just read or written. It may have been changed or removed since.</summary>
    public async Task<WorkStep> StepAsync(WorkItem work, HostServices host, CancellationToken cancellation) =>
        _handlers.TryGetValue(work.Kind, out var handler) ? await handler.StepAsync(work, host, cancellation) : new([]);

    /// <summary>Removes a work item after its last step, unless new work was added to it meanwhile.</summary>
    public async Task FinishAsync(WorkId id, CancellationToken cancellation)
    {
        if (await workItems.FindAsync(id, cancellation) is { } item
            && (!_handlers.TryGetValue(item.Kind, out var handler) || handler.IsDone(item)))
        {
            await workItems.RemoveAsync(item, cancellation);
        }
    }
}

/// <summary>Registers handlers of background work.</summary>
public static class BackgroundWorkRegistration
{
    /// <summary>Registers a handler, also under its own type.</summary>
    public static IServiceCollection AddBackgroundWorkHandler<T>(this IServiceCollection services)
        where T : class, IBackgroundWorkHandler => services
            .AddSingleton<T>()
            .AddSingleton<IBackgroundWorkHandler>(app => app.GetRequiredService<T>());
}
