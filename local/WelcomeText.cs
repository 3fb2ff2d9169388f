using ZuperConnect.Http;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Webhooks;

namespace ZuperConnect.Local;

/// <summary>The text for the user who started the local host.</summary>
internal static class WelcomeText
{
    public static string Of(Uri address, LocalOptions options, DataFolder folder, IServiceProvider services) =>
        options.Issuer() is { } issuer
        ? $"""
            ZuperConnect listens at {address}{(options.PublicAddress() is { } open ? $", for {open.Of("")}" : "")}.
            Users sign in at {issuer.Authority}.
            Data: {folder.Path}. Ctrl-C stops it.
            """
        : options.Telephony() is not TelephonyProvider.Simulated
        ? $"""

            ZuperConnect listens at {address}, and takes the webhooks of the telephony provider for {options.PublicAddress()!.Of("")}.
            Data: {folder.Path}. Ctrl-C stops it.

            """
        : options.Expose
        ? $"""
            ZuperConnect listens at {address}, beyond this machine too.
            Event Grid posts to {address}{Routes.EventGrid}?functionName=SmsReceived&code={services.GetRequiredService<EventGridKey>().Code}
            Data: {folder.Path}. Ctrl-C stops it.
            """
        : $$"""

            ZuperConnect listens at {{address}}   ({{(options.Page is null ? "the API alone" : "the page; the API")}}: {{address}}api/openapi.json)
            {{Phones(options, address)}}Data: {{folder.Path}} {{Fresh(options)}}. Ctrl-C stops it.{{Clock(address, services)}}

            Sign in as ana (admin) or ben (member):
              curl -s {{address}}local/sign-in -H 'Content-Type: application/json' -d '{"userId":"ana"}'
            Text the business as a customer:
              curl -s {{address}}local/phone/sms -H 'Content-Type: application/json' -d '{"from":"+12065550199","to":"+14255550100","text":"Hello"}'
            Call it, and take the call on ana's phone:
              curl -s {{address}}local/phone/calls -H 'Content-Type: application/json' -d '{"from":"+12065550199","to":"+14255550100"}'
              curl -s {{address}}local/phone/devices/ana/answer -H 'Content-Type: application/json' -d '{}'

            """;

    private static string Phones(LocalOptions options, Uri address) => options.Page is null ? ""
        : $"The customers' phones are at {address}phone.html: text and call the business from there, in a second window.\n";

    private static string Fresh(LocalOptions options) =>
        options.Demo ? "(a week of an invented business; --fresh makes it anew)" : "(--fresh starts empty)";

    private static string Clock(Uri address, IServiceProvider services) =>
        services.GetRequiredService<TimeProvider>() is AcceleratedTimeProvider { State: var clock }
        ? $"\nIt is {clock.Now:yyyy-MM-dd HH:mm} UTC, and time runs "
            + $"{(clock.Speed is 1 ? "as usual" : $"{clock.Speed:0.##} times as fast")}. PUT {address}local/clock changes that."
        : "";
}
