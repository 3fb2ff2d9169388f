using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="NumbersApi"/>, <see cref="NumberDiscoveryApi"/> and <see cref="GreetingsApi"/>.</summary>
public sealed class NumberFunctions(NumbersApi api, NumberDiscoveryApi discovery, GreetingsApi greetings)
{
    [Function("ListNumbers")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Numbers)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("CompareNumbers")]
    public Task<IResult> CompareAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.NumberDiscovery)] HttpRequest request,
        CancellationToken cancellation) =>
        discovery.CompareAsync(request, cancellation);

    [Function("DiscoverNumbers")]
    public Task<IResult> DiscoverAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.NumberDiscovery)] HttpRequest request,
        CancellationToken cancellation) =>
        discovery.DiscoverAsync(request, cancellation);

    [Function("ChangeNumber")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Number)] HttpRequest request, string number,
        CancellationToken cancellation) =>
        api.ChangeAsync(request, number, cancellation);

    [Function("ChangeGreeting")]
    public Task<IResult> GreetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Greeting)] HttpRequest request, string number,
        CancellationToken cancellation) =>
        greetings.ChangeAsync(request, number, cancellation);
}
