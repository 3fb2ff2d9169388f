using Microsoft.AspNetCore.Builder;

namespace ZuperConnect.Tests.Storage;

/// <summary>Runs something before a certain write of an inbox, once.</summary>
/// <param name="isIt">Recognizes the write.</param>
public sealed class FirstRequest(Predicate<StorageRequest> isIt)
{
    /// <summary>What to run; null if nothing is left to run.</summary>
    public Func<Task>? Before { get; set; }

    public void Watch(WebApplicationBuilder builder) => builder.Services.WatchStorage(async (request, next) =>
    {
        if (request.Writes && isIt(request) && Before is { } before)
        {
            Before = null;
            await before();
        }

        await next();
    });
}
