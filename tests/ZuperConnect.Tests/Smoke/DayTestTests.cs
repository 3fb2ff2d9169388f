using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Smoke;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Smoke;

/// <summary>A day in the life of a business, in seconds.</summary>
public sealed class DayTestTests(TestStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_day_passes_on_the_local_host_as_the_README_starts_both_and_leaves_nothing_behind()
    {
        await using var data = new LocalData();
        var port = FreePorts.Take(1)[0];
        await using var program = await LocalProgram.StartAsync(data, port, "--speed", "1");
        using var http = await LocalProgram.SignInAsync(port);
        var numbers = await SettingsAsync(http);

        var (exitCode, output) = await SmokeProgram.RunAsync(
            http.DefaultRequestHeaders.Authorization!.Parameter, "--address", $"{http.BaseAddress}", "--day");

        Assert.True(output.TrimEnd().EndsWith("24 passed, 0 failed, 0 skipped", StringComparison.Ordinal), output);
        Assert.Equal(0, exitCode);
        Assert.Equal(numbers, await SettingsAsync(http));
        Assert.Empty(await ItemsAsync(http, "api/conversations"));
        Assert.Empty(await ItemsAsync(http, "api/customers"));
        Assert.Empty(await ItemsAsync(http, "api/webhooks"));
        Assert.Equal(1, (double)(await GetAsync(http, "local/clock"))["speed"]!);
    }

    [Fact]
    public async Task When_a_step_fails_the_number_gets_its_settings_back_and_what_was_made_is_erased()
    {
        await using var inbox = await RunningInbox.StartFastAsync(storage.NewFolder(), 1);
        await inbox.SendAsync(
            HttpMethod.Put, $"local/phone/customers/{RunningInbox.Customer}", new { texts = "failed" });
        var numbers = await SettingsAsync(inbox.Http);

        var (exitCode, output) = await RunAsync(inbox, RunningInbox.Customer);

        Assert.Equal(1, exitCode);
        Assert.Contains("the automatic text arrives, and is marked as one: delivery is failed, not delivered.", output);
        Assert.Equal(numbers, await SettingsAsync(inbox.Http));
        Assert.Empty(await ItemsAsync(inbox.Http, "api/conversations"));
        Assert.Empty(await ItemsAsync(inbox.Http, "api/webhooks"));
    }

    [Fact]
    public async Task On_a_host_whose_clock_cannot_run_fast_nothing_is_done()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        var numbers = await SettingsAsync(inbox.Http);

        var (exitCode, output) = await RunAsync(inbox, null);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("FAILED", output);
        Assert.Contains("--speed 1", output);
        Assert.Contains("0 passed, 1 failed, ", output);
        Assert.Equal(numbers, await SettingsAsync(inbox.Http));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(RunningInbox inbox, string? customer)
    {
        await using var output = new StringWriter();
        var options = new SmokeOptions(
            inbox.Http.BaseAddress!, await inbox.TokenAsync("ana"), PostsEvents: true, null, null, customer, Send: false,
            TimeSpan.FromSeconds(60))
        { Day = true };
        return (await new DayTest(options, output).RunAsync(Cancellation), output.ToString());
    }

    /// <summary>The numbers without their ETags.</summary>
    private static async Task<string> SettingsAsync(HttpClient http)
    {
        var numbers = await ItemsAsync(http, "api/numbers");
        return string.Join('\n', numbers.Select(number =>
        {
            number!.AsObject().Remove("etag");
            return number.ToJsonString();
        }));
    }

    private static async Task<JsonArray> ItemsAsync(HttpClient http, string address) => (await GetAsync(http, address))["items"]!.AsArray();

    private static async Task<JsonNode> GetAsync(HttpClient http, string address) =>
        (await http.GetFromJsonAsync<JsonNode>(new Uri(address, UriKind.Relative), Cancellation))!;
}
