using System.Net;
using System.Net.Http.Json;

namespace ZuperConnect.Tests.Faults;

/// <summary>A process that ends while it erases a customer.</summary>
public sealed class KilledDuringErasingTests : KilledHost
{
    private const int Customers = 6;

    [Fact]
    public async Task Killed_half_way_through_erasing_it_erases_the_rest_after_the_start()
    {
        var load = new Load(Http);
        var numbers = Enumerable.Range(0, Customers).Select(customer => $"1206555010{customer}").ToList();
        foreach (var number in numbers)
        {
            await load.TextAsync($"14255550100-{number}", "My boiler leaks");
            await load.TextAsync($"14255550101-{number}", "My boiler leaks");
        }

        var customer = await RunningInbox.JsonAsync(await Http.PostAsJsonAsync(
            "api/customers", new { name = "Carla", numbers = numbers.Select(number => $"+{number}") }, Cancellation));
        await RunningInbox.EventuallyAsync(() => FoundAsync("carla"), found => found == 2 * Customers);
        (await Http.DeleteAsync(new Uri($"api/customers/{customer["id"]}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(LeftAsync, left => left < 2 * Customers);
        await KillAndStartAgainAsync();

        await RunningInbox.EventuallyAsync(LeftAsync, left => left is 0);
        await RunningInbox.EventuallyAsync(() => FoundAsync("carla"), found => found is 0);
        Assert.Equal(0, await FoundAsync("1206555010"));
        foreach (var number in numbers)
        {
            using var timeline = await Http.GetAsync(
                new Uri($"api/conversations/14255550100-{number}/timeline", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, timeline.StatusCode);
        }
    }

    private Task<int> LeftAsync() => CountAsync("");

    private Task<int> FoundAsync(string typed) => CountAsync($"&search={typed}");

    private async Task<int> CountAsync(string query) =>
        (await RunningInbox.JsonAsync(await Http.GetAsync(new Uri($"api/conversations?limit=100{query}", UriKind.Relative), Cancellation)))[
            "items"]!.AsArray().Count;
}
