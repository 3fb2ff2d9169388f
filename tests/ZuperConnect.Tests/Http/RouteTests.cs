using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Http;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class RouteTests
{
    private static readonly string[] Shared =
    [
        .. Routes.All.SelectMany(route => route.Methods.Select(method => $"{method} {route.Template}")),
        $"* {Routes.Unknown}", $"* {Routes.Live}",
        $"POST {Routes.EventGrid}", $"OPTIONS {Routes.EventGrid}", $"GET {LocalIssuer.DiscoveryAddress}", $"GET {LocalIssuer.KeysAddress}",
    ];

    private static readonly string[] OfThisMachine =
    [
        "POST local/sign-in", "POST local/phone/sms", "GET local/phone/sms", "PUT local/phone/customers/{number}",
        "GET local/phone/customers/{number}/pictures/{id}",
        "POST local/phone/calls", "GET local/phone/calls", "POST local/phone/calls/{callId}/hang-up",
        "POST local/phone/calls/{callId}/voicemail",
        "GET local/phone/devices/{userId}", "POST local/phone/devices/{userId}/answer", "POST local/phone/devices/{userId}/decline",
        "POST local/phone/devices/{userId}/hang-up",
        "GET local/phone/book", "GET local/phone/customers", "POST local/phone/customers/{number}/answer",
        "POST local/phone/customers/{number}/decline",
    ];

    [Fact]
    public async Task The_local_host_serves_the_routes_of_the_API_and_Event_Grids_and_its_own() =>
        Assert.Equal(Sorted([.. Shared, .. OfThisMachine]), await ServedAsync(expose: false));

    [Fact]
    public async Task A_host_whose_clock_runs_fast_has_its_routes_too() => Assert.Equal(
        Sorted([.. Shared, .. OfThisMachine, "GET local/clock", "PUT local/clock"]), await ServedAsync(expose: false, speed: 1));

    [Fact]
    public async Task An_exposed_host_has_only_the_routes_of_the_API() => Assert.Equal(Sorted(Shared), await ServedAsync(expose: true));

    private static async Task<IReadOnlyList<string>> ServedAsync(bool expose, double? speed = null)
    {
        using var data = new TemporaryFolder();
        var options = new LocalOptions("http://127.0.0.1:0", data.Path, Expose: expose) { Speed = speed };
        await using var inbox = await LocalInbox.StartAsync(options, TestContext.Current.CancellationToken);
        return Sorted(
            from endpoint in inbox.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
            select $"{method} {endpoint.RoutePattern.RawText!.TrimStart('/')}");
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> routes) => [.. routes.Order(StringComparer.Ordinal)];
}
