using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ZuperConnect.Attachments;
using ZuperConnect.CallControl;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Data;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Team;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>The routes of the simulated phones.</summary>
public static class PhoneRoutes
{
    /// <summary>A text with its pictures in base64.</summary>
    private const int MaxTextBodyLength = 10 * 1024 * 1024;

    public static void AddPhoneNetwork(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(_ => new HttpClient());
        services.AddSingleton<ProviderEvents>();
        services.AddSingleton<SimulatedSmsProvider>();
        services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<SimulatedSmsProvider>());
        services.AddHostedService(provider => provider.GetRequiredService<SimulatedSmsProvider>());
        services.AddSingleton<SimulatedMms>();
        services.AddSingleton<SimulatedMedia>();
        services.AddSingleton<IAttachmentSource>(provider => provider.GetRequiredService<SimulatedMedia>());
        services.AddSingleton(new ProviderCapabilities(Mms: true));

        services.AddSingleton(
            provider => new WebhookTokenIssuer(ECDsa.Create(ECCurve.NamedCurves.nistP256), RealTime(provider)));
        services.AddSingleton(provider => new ProviderTokens(
            new BearerTokenValidator(provider.GetRequiredService<WebhookTokenIssuer>().Accepted(), RealTime(provider))));
        services.AddSingleton<SimulatedCallWebhooks>();
        services.AddSingleton<SimulatedCalls>();
        services.AddSingleton<SimulatedCallNetwork>();
        services.AddSingleton<ICallGateway, SimulatedGateway>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SimulatedRecordings>(provider, folder));
        services.AddSingleton<IRecordingSource>(provider => provider.GetRequiredService<SimulatedRecordings>());
        services.AddHostedService(provider => provider.GetRequiredService<SimulatedRecordings>());
    }

    /// <summary>Requests of the simulated provider take real time.</summary>
    private static TimeProvider RealTime(IServiceProvider provider) =>
        AcceleratedTimeProvider.RealTimeOf(provider.GetRequiredService<TimeProvider>());

    public static void MapPhones(this IEndpointRouteBuilder local)
    {
        local.MapPost("phone/sms", TextAsync);
        local.MapGet("phone/sms", ReadAsync);
        local.MapPut("phone/customers/{number}", SetOutcomeAsync);
        local.MapGet("phone/customers/{number}/pictures/{id}", PictureAsync);
    }

    private static Task<IResult> TextAsync(
        HttpRequest request, ApiAuthorization authorization, SimulatedSmsProvider sms, SimulatedMms mms, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<TextBody>(request, cancellation, MaxTextBodyLength);
            var (from, to) = (Number(body.From, "from"), Number(body.To, "to"));
            var text = body.Text ?? throw Problems.Invalid("text is missing.");
            IReadOnlyList<PhonePicture> pictures =
                [.. (body.Pictures ?? []).Select(picture => new PhonePicture(picture.ContentType, picture.Content))];
            var messageId = pictures is [] ? await sms.TextAsync(from, to, text, cancellation)
                : await mms.SendAsync(from, to, text, pictures, cancellation);
            return Results.Accepted(value: new { messageId });
        });

    private static Task<IResult> PictureAsync(
        HttpRequest request, string number, string id, ApiAuthorization authorization, CustomerPhones phones,
        CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
            await phones.FindPictureAsync(Number(number, "number"), id, cancellation) is { } picture
                ? Results.Bytes(
                    picture.Content, PictureTypes.IsDisplayed(picture.ContentType) ? picture.ContentType : "application/octet-stream")
                : throw Problems.NotFound("There is no such picture."));

    private static Task<IResult> ReadAsync(
        HttpRequest request, ApiAuthorization authorization, CustomerPhones phones, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var number = Number(RequestReading.Query(request, "number"), "number");
            return Results.Json(new { items = await phones.ReadAsync(number, cancellation) }, InboxJson.Options);
        });

    private static Task<IResult> SetOutcomeAsync(
        HttpRequest request, string number, ApiAuthorization authorization, CustomerPhones phones, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<PhoneBody>(request, cancellation);
            var (texts, calls) = (Outcome<SimulatedTextOutcome>(body.Texts, "texts"), Outcome<SimulatedCallOutcome>(body.Calls, "calls"));
            if (texts is null && calls is null)
            {
                throw Problems.Invalid("Say what happens to texts, or to calls, or to both.");
            }

            phones.SetOutcomes(Number(number, "number"), texts, calls);
            return Results.NoContent();
        });

    private static T? Outcome<T>(string? text, string name)
        where T : struct, Enum => text is null ? null : RequestReading.OneOf<T>(text, name);

    internal static PhoneNumber Number([NotNull] string? text, string name) =>
        PhoneNumber.TryParse(text, out var number) && text is not null
            ? number : throw Problems.Invalid($"{name} is a phone number, such as +12065550199.");

    private sealed record TextBody(string? From, string? To, string? Text, IReadOnlyList<PictureBody>? Pictures);

    private sealed record PictureBody(string ContentType, byte[] Content);

    private sealed record PhoneBody(string? Texts, string? Calls);
}
