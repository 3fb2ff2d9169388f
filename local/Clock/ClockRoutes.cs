using ZuperConnect.Http;
using ZuperConnect.Json;

namespace ZuperConnect.Local.Clock;

/// <summary>The routes of the clock that runs fast.</summary>
internal static class ClockRoutes
{
    public static void MapClock(this IEndpointRouteBuilder local, AcceleratedTimeProvider clock)
    {
        local.MapGet("clock", (HttpRequest request, ApiAuthorization authorization) =>
            authorization.ForAnyoneAsync(request, () => Task.FromResult(State(clock))));
        local.MapPut("clock", (HttpRequest request, ApiAuthorization authorization, CancellationToken cancellation) =>
            authorization.ForAnyoneAsync(request, async () =>
            {
                var body = await RequestReading.BodyAsync<ClockBody>(request, cancellation);
                if (body.Speed is not (>= 1 and <= AcceleratedTimeProvider.MaxSpeed))
                {
                    throw Problems.Invalid($"speed is a number from 1 to {AcceleratedTimeProvider.MaxSpeed:0}.");
                }

                clock.Run(body.Speed.Value, body.Until);
                return State(clock);
            }));
    }

    private static IResult State(AcceleratedTimeProvider clock) => Results.Json(clock.State, InboxJson.Options);

    /// <summary>How the clock runs from now on.</summary>
    /// <param name="Speed">The speed; 1 is real time.</param>
    /// <param name="Until">When it goes back to real time. If that has passed, at once.</param>
    private sealed record ClockBody(double? Speed, DateTimeOffset? Until);
}
