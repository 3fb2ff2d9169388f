using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Numbers;

namespace ZuperConnect.Http;

/// <summary>The greetings that callers of the business's numbers hear.</summary>
[Tags("Inbox")]
public sealed class GreetingsApi(ApiAuthorization authorization, NumberStore numbers, Greetings greetings, AuditLog audit)
{
    /// <summary>Change the greeting of a number.</summary>
    /// <remarks>
    /// For admins. Callers hear it first. A WAV file: PCM, 16 bits, mono, 16 kHz, up to 60 seconds. The length in its header may be open,
    /// as a streaming writer leaves it. Other files are refused, with the FFmpeg command that converts them. An empty body, with
    /// <c>Content-Length: 0</c>, removes the greeting. The old greeting may be played for five more minutes.
    /// </remarks>
    /// <response code="200">The number as it is now.</response>
    [HttpPut(Routes.Greeting, Name = "changeGreeting")]
    [BusinessNumberParameter]
    [IfMatchParameter]
    [Consumes(typeof(Stream), "audio/wav", IsOptional = true)]
    [RequestSizeLimit(Greetings.MaxFileLength)]
    [ProducesResponseType<NumberJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ChangeAsync(HttpRequest request, string number, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BytesAsync(request, Greetings.MaxFileLength, cancellation, GreetingFile.Advice);
        var sound = body.ToMemory().IsEmpty ? null : Read(body);
        var known = await numbers.FindAsync(request, number, cancellation) ?? throw KnownNumber.Unknown();
        await audit.RecordAsync(admin.Author, AuditAction.NumberChanged, known.Number.Number.Value, cancellation);
        var stored = sound is null
            ? await greetings.RemoveAsync(known, cancellation) : await greetings.ReplaceAsync(known, sound, cancellation);
        return NumberJson.Changed(request, stored, isNew: false);
    });

    private static BinaryData Read(BinaryData file) =>
        GreetingFile.Read(file.ToMemory().Span, out var refusal)
            ?? throw Problems.Invalid($"{refusal} An empty body removes the greeting.");
}
