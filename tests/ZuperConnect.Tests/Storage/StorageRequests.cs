using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;

namespace ZuperConnect.Tests.Storage;

/// <summary>Records the requests of an inbox to its storage.</summary>
public sealed class StorageRequests
{
    private readonly ConcurrentQueue<StorageRequest> _requests = new();

    public void Watch(WebApplicationBuilder builder) => builder.Services.WatchStorage((request, next) =>
    {
        _requests.Enqueue(request);
        return next();
    });

    /// <summary>The requests during an action.</summary>
    public async Task<IReadOnlyList<StorageRequest>> DuringAsync(Func<Task> act)
    {
        _requests.Clear();
        await act();
        return SoFar();
    }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<StorageRequest> SoFar() => [.. _requests];
}
