using System.Diagnostics;

namespace ZuperConnect.Tests.Faults;

/// <summary>A request and its response. The status is null if the connection broke.</summary>
internal sealed record Attempt(string What, long Begun, long Ended, int? Status, string? MediaType, TimeSpan? RetryAfter, string Body)
{
    public bool Acknowledged => Status is >= 200 and < 300;

    public TimeSpan Took => Stopwatch.GetElapsedTime(Begun, Ended);

    public static async Task<Attempt> MakeAsync(string what, Func<Task<HttpResponseMessage>> ask, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var response = await ask();
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return new(
                what, begun, Stopwatch.GetTimestamp(), (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.Delta, body);
        }
        catch (HttpRequestException broken)
        {
            return new(what, begun, Stopwatch.GetTimestamp(), null, null, null, broken.Message);
        }
    }
}
