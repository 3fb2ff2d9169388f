using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>
/// A call that was active when the process ended, and that the provider does not know any more, does not stay in progress.
/// </summary>
public sealed class AbandonedCallTests(TestStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_that_the_provider_has_lost_is_failed_after_the_start()
    {
        var account = storage.New();
        string ringing, talking;
        await using (var before = await RunningInbox.StartOnAsync(storage, account))
        {
            await before.SetAsync(number => number with { RingTime = TimeSpan.FromMinutes(2) });
            talking = await before.CustomerCallsAsync();
            await before.DeviceAnswersAsync("ana");
            await before.CallItemAsync(talking, "inProgress");
            ringing = await before.CustomerCallsAsync(from: "+12065550177");
            await before.CallItemAsync(ringing, "ringing", "14255550100-12065550177");
        }

        await using var after = await RunningInbox.StartOnAsync(storage, account);

        var failed = await after.CallItemAsync(talking, "failed");
        Assert.Equal("ana", (string)failed["answeredBy"]!["userId"]!);
        await after.CallItemAsync(ringing, "failed", "14255550100-12065550177");
        Assert.Equal(1, (int)(await after.ConversationAsync("14255550100-12065550177"))["unreadCount"]!);
    }

    [Fact]
    public async Task User_whose_host_was_killed_during_a_call_may_call_again()
    {
        await using var data = new LocalData();
        var port = FreePorts.Take(1)[0];
        var program = await LocalProgram.StartAsync(data, port);
        try
        {
            using var http = await LocalProgram.SignInAsync(port);
            await PostAsync(http, "local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Call me" });
            var first = await PlaceAsync(http);
            await RunningInbox.EventuallyAsync(
                () => GetAsync(http, "local/phone/devices/ana"), device => (string)device["state"]! == "rings");
            await PostAsync(http, "local/phone/devices/ana/answer", new { });
            await StatusAsync(http, first, "inProgress");

            await program.KillAsync();
            await program.DisposeAsync();
            program = await LocalProgram.StartAsync(data, port);

            await StatusAsync(http, first, "failed");
            await RunningInbox.EventuallyAsync(
                () => http.PostAsJsonAsync($"api/conversations/{RunningInbox.ConversationId}/calls", new { }, Cancellation), response =>
                    response.StatusCode is HttpStatusCode.Accepted);
        }
        finally
        {
            await program.DisposeAsync();
        }
    }

    private static async Task<string> PlaceAsync(HttpClient http) =>
        (string)(await PostAsync(http, $"api/conversations/{RunningInbox.ConversationId}/calls", new { }))!["callId"]!;

    private static Task<JsonNode> StatusAsync(HttpClient http, string callId, string status) => RunningInbox.EventuallyAsync(
        () => GetAsync(http, $"api/conversations/{RunningInbox.ConversationId}/timeline"),
        timeline => timeline["items"]!.AsArray().Any(item => (string)item!["id"]! == callId && (string)item["status"]! == status));

    private static async Task<JsonNode> GetAsync(HttpClient http, string address) =>
        await RunningInbox.JsonAsync(await http.GetAsync(new Uri(address, UriKind.Relative), Cancellation));

    private static async Task<JsonNode?> PostAsync(HttpClient http, string address, object body)
    {
        using var response = await http.PostAsJsonAsync(address, body, Cancellation);
        response.EnsureSuccessStatusCode();
        return response.StatusCode is HttpStatusCode.NoContent ? null : await RunningInbox.JsonAsync(response);
    }
}
