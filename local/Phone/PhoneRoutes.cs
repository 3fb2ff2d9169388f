using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ZuperConnect.Http;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;

namespace ZuperConnect.Local.Phone;

/// <summary>What a person can do with the simulated phones.</summary>
public static class PhoneRoutes
{
    private static IReadOnlyDictionary<string, TextFate> Fates { get; } =
        Enum.GetValues<TextFate>().ToDictionary(fate => JsonNamingPolicy.CamelCase.ConvertName(fate.ToString()));

    public static void AddPhoneNetwork(this IServiceCollection services)
    {
        services.AddSingleton<CustomerPhones>();
        services.AddSingleton(_ => new HttpClient());
        services.AddSingleton<PhoneNetwork>();
        services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<PhoneNetwork>());
        services.AddHostedService(provider => provider.GetRequiredService<PhoneNetwork>());
    }

    public static void MapPhones(this IEndpointRouteBuilder local)
    {
        local.MapPost("phone/sms", TextAsync);
        local.MapGet("phone/sms", ReadAsync);
        local.MapPut("phone/customers/{number}", SetFateAsync);
    }

    private static Task<IResult> TextAsync(HttpRequest request, Door door, PhoneNetwork network, CancellationToken cancellation) =>
        door.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<TextBody>(request, cancellation);
            var messageId = await network.TextAsync(
                Number(body.From, "from"), Number(body.To, "to"), body.Text ?? throw Problems.Invalid("text is missing."), cancellation);
            return Results.Accepted(value: new { messageId });
        });

    private static Task<IResult> ReadAsync(HttpRequest request, Door door, CustomerPhones phones, CancellationToken cancellation) =>
        door.ForAnyoneAsync(request, async () =>
        {
            var number = Number(RequestReading.Query(request, "number"), "number");
            return Results.Json(new { items = await phones.ReadAsync(number, cancellation) }, InboxJson.Options);
        });

    private static Task<IResult> SetFateAsync(HttpRequest request, string number, Door door, CustomerPhones phones, CancellationToken cancellation) =>
        door.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<PhoneBody>(request, cancellation);
            if (body.Texts is null || !Fates.TryGetValue(body.Texts, out var fate))
            {
                throw Problems.Invalid($"texts is one of: {string.Join(", ", Fates.Keys)}.");
            }

            phones.SetFate(Number(number, "number"), fate);
            return Results.NoContent();
        });

    private static PhoneNumber Number([NotNull] string? text, string name) =>
        PhoneNumber.TryParse(text, out var number) && text is not null ? number : throw Problems.Invalid($"{name} is a phone number, such as +12065550199.");

    private sealed record TextBody(string? From, string? To, string? Text);

    private sealed record PhoneBody(string? Texts);
}
