using System.Net.Http.Headers;
using System.Text;
using ZuperConnect.Tests.Local;

namespace ZuperConnect.Tests.Faults;

/// <summary>A process that dies while it tells conversations whose they are.</summary>
public sealed class NamingKilledTests : IAsyncLifetime
{
    private const int Customers = 60;

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
    public async Task Killed_half_way_through_naming_it_names_the_rest_after_the_start()
    {
        var load = new Load(_http);
        foreach (var customer in Enumerable.Range(0, Customers))
        {
            await load.TextAsync($"14255550100-120655501{customer:00}", "Hello");
        }

        var csv = "name,number\n" + string.Concat(Enumerable.Range(0, Customers).Select(customer => $"Customer {customer},+120655501{customer:00}\n"));
        using var file = new StringContent(csv, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
        await RunningInbox.JsonAsync(await _http.PostAsync(new Uri("api/customers/import", UriKind.Relative), file, Cancellation));
        await RunningInbox.EventuallyAsync(NamedAsync, named => named > 0);
        await _program.KillAsync();
        await _program.DisposeAsync();

        _program = await LocalProgram.StartAsync(_data, _port);

        await RunningInbox.EventuallyAsync(NamedAsync, named => named == Customers);
    }

    private async Task<int> NamedAsync() => (await RunningInbox.JsonAsync(await _http.GetAsync(new Uri("api/conversations?limit=100", UriKind.Relative), Cancellation)))["items"]!
        .AsArray().Count(conversation => (string?)conversation!["customer"]!["name"] is not null);
}
