using System.Net.Http.Headers;
using System.Text;

namespace ZuperConnect.Tests.Faults;

/// <summary>A process that ends while it updates the names in conversations.</summary>
public sealed class KilledDuringNamePropagationTests : KilledHost
{
    private const int Customers = 60;

    [Fact]
    public async Task Killed_half_way_through_naming_it_names_the_rest_after_the_start()
    {
        var load = new Load(Http);
        foreach (var customer in Enumerable.Range(0, Customers))
        {
            await load.TextAsync($"14255550100-120655501{customer:00}", "Hello");
        }

        var csv = "name,number\n" + string.Concat(
            Enumerable.Range(0, Customers).Select(customer => $"Customer {customer},+120655501{customer:00}\n"));
        using var file = new StringContent(csv, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
        await RunningInbox.JsonAsync(await Http.PostAsync(new Uri("api/customers/import", UriKind.Relative), file, Cancellation));
        await RunningInbox.EventuallyAsync(NamedAsync, named => named > 0);
        await KillAndStartAgainAsync();

        await RunningInbox.EventuallyAsync(NamedAsync, named => named == Customers);
    }

    private async Task<int> NamedAsync() =>
        (await RunningInbox.JsonAsync(await Http.GetAsync(new Uri("api/conversations?limit=100", UriKind.Relative), Cancellation)))[
            "items"]!
        .AsArray().Count(conversation => (string?)conversation!["customer"]!["name"] is not null);
}
