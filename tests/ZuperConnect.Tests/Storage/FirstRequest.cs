using Microsoft.AspNetCore.Builder;

namespace ZuperConnect.Tests.Storage;

/// <summary>Lets something else happen before an inbox makes a certain write to its storage, once.</summary>
/// <param name="isIt">Whether it is this one.</param>
public sealed class FirstRequest(Predicate<StorageRequest> isIt)
{
    /// <summary>What happens; null where it has happened, or nothing is to.</summary>
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
