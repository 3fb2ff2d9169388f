using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;

namespace ZuperConnect.Tests.Storage;

/// <summary>Writes down every request that an inbox makes to its storage.</summary>
public sealed class StorageRequests
{
    private readonly ConcurrentQueue<StorageRequest> _requests = new();

    public void Watch(WebApplicationBuilder builder) => builder.Services.WatchStorage((request, next) =>
    {
        _requests.Enqueue(request);
        return next();
    });

    /// <summary>What was asked of storage while something was done.</summary>
    public async Task<IReadOnlyList<StorageRequest>> DuringAsync(Func<Task> act)
    {
        _requests.Clear();
        await act();
        return SoFar();
    }

    /// <summary>What was asked of storage since then.</summary>
    public IReadOnlyList<StorageRequest> SoFar() => [.. _requests];
}
