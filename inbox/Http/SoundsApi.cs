using Microsoft.AspNetCore.Http;
using ZuperConnect.Numbers;
using ZuperConnect.Sounds;

namespace ZuperConnect.Http;

/// <summary>
/// What callers hear. A telephony provider fetches it without a token; whoever calls hears it anyway.
/// </summary>
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

    /// <summary><c>GET /api/sounds/{name}</c>: a WAV file, see <see cref="SoundFiles"/>; may be kept for five minutes.</summary>
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
