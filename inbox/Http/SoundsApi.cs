using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Numbers;
using ZuperConnect.Sounds;

namespace ZuperConnect.Http;

/// <summary>The sounds that callers hear. The telephony provider gets them without a token; every caller hears them anyway.</summary>
[Tags("Inbox")]
public sealed class SoundsApi(ApiAuthorization authorization, Greetings greetings)
{
    private const string ContentType = "audio/wav";

    private readonly Dictionary<string, byte[]> _made = new(StringComparer.Ordinal)
    {
        [SoundFiles.Ringing] = WavWriter.Tone(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), 440, 480),
        [SoundFiles.Tone] = WavWriter.Tone(TimeSpan.FromSeconds(0.5), TimeSpan.Zero, 1000),
        [SoundFiles.Accept] = WavWriter.Tone(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.6), 523, 659),
        [SoundFiles.Silence] = WavWriter.Tone(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
    };

    /// <summary>Get a sound that callers hear.</summary>
    /// <remarks>
    /// For the telephony provider and for pages. It may be cached for five minutes: add the number's <c>etag</c> as a query to get a new
    /// greeting at once.
    /// </remarks>
    [HttpGet(Routes.Sound, Name = "readSound")]
    [Security]
    [RouteParameter("name", "The sound's file name: that of a number's greeting is `greeting-`, its digits, and `.wav`.",
        MaxLength = 64, Example = "ringing.wav")]
    [ProducesResponseType<Stream>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status503ServiceUnavailable, nameof(Problems.StorageAway), nameof(Problems.IssuerAway))]
    public Task<IResult> ReadAsync(HttpRequest request, string name, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var sound = _made.TryGetValue(name, out var made) ? Results.Bytes(made, ContentType)
            : await GreetingAsync(name, cancellation) is { } greeting ? Results.Stream(greeting, ContentType)
            : throw Problems.NotFound("There is no sound of this name.");
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return sound;
    });

    private async Task<Stream?> GreetingAsync(string name, CancellationToken cancellation) =>
        SoundFiles.NumberIn(name) is { } number ? await greetings.OpenAsync(number, cancellation) : null;
}
