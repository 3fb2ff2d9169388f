using System.Net;
using System.Net.Http.Json;
using ZuperConnect.Tests.Local;

namespace ZuperConnect.Tests.Faults;

/// <summary>A process that dies while it erases a customer.</summary>
public sealed class ErasingKilledTests : IAsyncLifetime
{
    private const int Customers = 6;

    private readonly LocalData _data = new();
    private readonly int _port = FreePorts.Take(1)[0];
    private LocalProgram _program = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _program = await LocalProgram.StartAsync(_data, _port);
        _http = await LocalProgram.SignInAsync(_port);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
        await _data.DisposeAsync();
    }

    [Fact]
    public async Task Killed_half_way_through_erasing_it_erases_the_rest_after_the_start()
    {
        var load = new Load(_http);
        var numbers = Enumerable.Range(0, Customers).Select(customer => $"1206555010{customer}").ToList();
        foreach (var number in numbers)
        {
            await load.TextAsync($"14255550100-{number}", "My boiler leaks");
            await load.TextAsync($"14255550101-{number}", "My boiler leaks");
        }

        var customer = await RunningInbox.JsonAsync(await _http.PostAsJsonAsync(
            "api/customers", new { name = "Carla", numbers = numbers.Select(number => $"+{number}") }, Cancellation));
        await RunningInbox.EventuallyAsync(() => FoundAsync("carla"), found => found == 2 * Customers);
        (await _http.DeleteAsync(new Uri($"api/customers/{customer["id"]}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(LeftAsync, left => left < 2 * Customers);
        await _program.KillAsync();
        await _program.DisposeAsync();

        _program = await LocalProgram.StartAsync(_data, _port);

        await RunningInbox.EventuallyAsync(LeftAsync, left => left is 0);
        await RunningInbox.EventuallyAsync(() => FoundAsync("carla"), found => found is 0);
        Assert.Equal(0, await FoundAsync("1206555010"));
        foreach (var number in numbers)
        {
            using var timeline = await _http.GetAsync(new Uri($"api/conversations/14255550100-{number}/timeline", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, timeline.StatusCode);
        }
    }

    private Task<int> LeftAsync() => CountAsync("");

    private Task<int> FoundAsync(string typed) => CountAsync($"&search={typed}");

    private async Task<int> CountAsync(string query) =>
        (await RunningInbox.JsonAsync(await _http.GetAsync(new Uri($"api/conversations?limit=100{query}", UriKind.Relative), Cancellation)))["items"]!.AsArray().Count;
}
