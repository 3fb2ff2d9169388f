using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Local.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Sounds;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Phone;

/// <summary>The routes of the simulated calls, for customers and devices of the team.</summary>
public static class CallRoutes
{
    private const int MaxWavLength = 10 * 1024 * 1024;
    private const double MaxSpeechDuration = 300;

    public static void MapCalls(this IEndpointRouteBuilder local)
    {
        local.MapPost("phone/calls", CallAsync);
        local.MapGet("phone/calls", ListAsync);
        local.MapPost("phone/calls/{callId}/hang-up", HangUpAsync);
        local.MapPost("phone/calls/{callId}/voicemail", LeaveVoicemailAsync).WithMetadata(new TakesWav());
        local.MapGet("phone/devices/{userId}", LookAsync);
        local.MapPost("phone/devices/{userId}/answer", AnswerAsync);
        local.MapPost("phone/devices/{userId}/decline", DeclineAsync);
        local.MapPost("phone/devices/{userId}/hang-up", HangUpDeviceAsync);
    }

    private static Task<IResult> CallAsync(
        HttpRequest request, ApiAuthorization authorization, SimulatedCallNetwork calls, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<CallBody>(request, cancellation);
            var callId = await calls.CallAsync(PhoneRoutes.Number(body.From, "from"), PhoneRoutes.Number(body.To, "to"), cancellation);
            return Results.Accepted(value: new { callId });
        });

    private static Task<IResult> ListAsync(HttpRequest request, ApiAuthorization authorization, SimulatedCallNetwork calls) =>
        authorization.ForAnyoneAsync(request, () => Task.FromResult(Results.Json(new { items = calls.Live }, InboxJson.Options)));

    private static Task<IResult> HangUpAsync(
        HttpRequest request, string callId, ApiAuthorization authorization, SimulatedCallNetwork calls) =>
        authorization.ForAnyoneAsync(request, () =>
        {
            calls.CustomerHangsUp(callId);
            return Task.FromResult(Results.NoContent());
        });

    private static Task<IResult> LeaveVoicemailAsync(
        HttpRequest request, string callId, ApiAuthorization authorization, SimulatedCallNetwork calls, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            await calls.LeaveVoicemailAsync(callId, await ReadSpeechAsync(request, cancellation), cancellation);
            return Results.NoContent();
        });

    private static Task<IResult> LookAsync(HttpRequest request, string userId, ApiAuthorization authorization,
        SimulatedCallNetwork calls, TeamStore team, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var number = await DeviceAsync(team, userId, cancellation);
            var (state, callId) = calls.GetDevice(number);
            return Results.Json(new { userId, number, state, callId }, InboxJson.Options);
        });

    private static Task<IResult> AnswerAsync(HttpRequest request, string userId, ApiAuthorization authorization,
        SimulatedCallNetwork calls, TeamStore team, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.OptionalBodyAsync<AnswerBody>(request, cancellation);
            calls.DeviceAnswers(await DeviceAsync(team, userId, cancellation), body.Accept ?? true);
            return Results.NoContent();
        });

    private static Task<IResult> DeclineAsync(HttpRequest request, string userId, ApiAuthorization authorization,
        SimulatedCallNetwork calls, TeamStore team, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            calls.DeviceDeclines(await DeviceAsync(team, userId, cancellation));
            return Results.NoContent();
        });

    private static Task<IResult> HangUpDeviceAsync(HttpRequest request, string userId, ApiAuthorization authorization,
        SimulatedCallNetwork calls, TeamStore team, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            calls.DeviceHangsUp(await DeviceAsync(team, userId, cancellation));
            return Results.NoContent();
        });

    private static async Task<PhoneNumber> DeviceAsync(TeamStore team, string userId, CancellationToken cancellation) =>
        (await team.FindAsync(userId, cancellation))?.Device
            ?? throw Problems.NotFound("There is nobody in the team with this id and a device.");

    private static async Task<byte[]> ReadSpeechAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (TakesWav.IsIn(request))
        {
            var wav = (await RequestReading.BytesAsync(request, MaxWavLength, cancellation)).ToArray();
            return WavHeader.Read(wav, wav.Length) is not { IsCutOff: false, Duration: { } length }
                ? throw Problems.Invalid("The body is no WAV file, or not all of it.")
                : length.TotalSeconds <= MaxSpeechDuration ? wav
                : throw Problems.Invalid($"The body lasts longer than {MaxSpeechDuration} seconds.");
        }

        var body = await RequestReading.BodyAsync<VoicemailBody>(request, cancellation);
        return body.Seconds is > 0 and <= MaxSpeechDuration
            ? SyntheticSpeech.Of(TimeSpan.FromSeconds(body.Seconds.Value), Random.Shared.Next())
            : throw Problems.Invalid($"seconds is a number up to {MaxSpeechDuration}.");
    }

    private sealed record CallBody(string? From, string? To);

    private sealed record VoicemailBody(double? Seconds);

    private sealed record AnswerBody(bool? Accept)
    {
        public AnswerBody()
            : this((bool?)null)
        {
        }
    }
}
