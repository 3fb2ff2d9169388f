using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ZuperConnect.Local;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Moving;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Live;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

/// <summary>The local host with <c>--speed</c>.</summary>
public sealed class FastClockTests(TestStorage storage)
{
    private readonly string _folder = storage.NewFolder();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Days_pass_in_seconds_and_whoever_is_signed_in_and_looks_stays_so()
    {
        await using var inbox = await RunningInbox.StartFastAsync(_folder, 1);
        var start = Now(await inbox.GetAsync("local/clock"));
        Assert.InRange(start, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        await using var page = await OpenPage.OpenAsync(inbox, "ben");

        await PassAsync(inbox, start.AddDays(3));

        Assert.Equal("ana", (string)(await inbox.GetAsync("api/me"))["userId"]!);
        var text = await TextAsync(inbox, "Three days later");
        Assert.InRange((DateTimeOffset)text["at"]!, start.AddDays(3), start.AddDays(4));
        await page.HintAsync("conversation");
    }

    [Fact]
    public async Task A_call_rings_for_as_long_as_its_clock_says()
    {
        await using var inbox = await RunningInbox.StartFastAsync(_folder, 1);
        var callId = await inbox.CustomerCallsAsync();
        await inbox.DeviceAsync("ana", "rings");

        await PassAsync(inbox, Now(await inbox.GetAsync("local/clock")).AddMinutes(10));

        await inbox.CallItemAsync(callId, "missed");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"speed":0}""")]
    [InlineData("""{"speed":100001}""")]
    [InlineData("""{"speed":"fast"}""")]
    [InlineData("""{"speed":2,"until":"tomorrow"}""")]
    public async Task A_speed_that_is_none_is_refused(string body)
    {
        await using var inbox = await RunningInbox.StartFastAsync(_folder, 60);
        using var content = new StringContent(body, null, "application/json");

        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "local/clock", content), 400);

        Assert.Equal(60, (double)(await inbox.GetAsync("local/clock"))["speed"]!);
    }

    [Fact]
    public async Task Without_the_option_there_is_no_such_clock()
    {
        await using var inbox = await RunningInbox.StartInAsync(_folder);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "local/clock", new { speed = 2 }), 404);
    }

    [Fact]
    public async Task Data_whose_clock_ran_ahead_goes_on_from_there_and_not_without_it()
    {
        var ahead = await RunAheadAsync();

        var refusal = await Assert.ThrowsAsync<LocalStartException>(() => RunningInbox.StartInAsync(_folder));
        Assert.Contains("--speed 1", refusal.Message);
        Assert.Contains("--fresh", refusal.Message);
        Assert.Contains(ahead.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), refusal.Message);

        await using (var again = await RunningInbox.StartFastAsync(_folder, 1))
        {
            Assert.InRange(Now(await again.GetAsync("local/clock")), ahead, ahead.AddHours(1));
            await TextAsync(again, "second");
            Assert.Equal(["second", "first"], (await again.TimelineAsync()).Select(item => (string)item["text"]!));
        }

        var fresh = new LocalOptions("http://127.0.0.1:0", _folder, Fresh: true);
        await (await LocalInbox.StartAsync(fresh, Cancellation)).DisposeAsync();
    }

    [Fact]
    public async Task Data_whose_clock_did_not_run_ahead_goes_on_without_it()
    {
        await (await RunningInbox.StartFastAsync(_folder, 1)).DisposeAsync();
        Assert.True(File.Exists(Path.Combine(_folder, DataFolder.ClockName)));

        await using var inbox = await RunningInbox.StartInAsync(_folder);

        Assert.False(File.Exists(Path.Combine(_folder, DataFolder.ClockName)));
    }

    [Fact]
    public async Task Data_whose_clock_ran_ahead_is_not_taken_elsewhere()
    {
        await RunAheadAsync();
        var options = new LocalOptions("http://127.0.0.1:0", _folder);

        Assert.Contains("--speed", (await Assert.ThrowsAsync<LocalStartException>(
            () => Backups.CreateAsync(options, $"{_folder}.zip", TextWriter.Null, Cancellation))).Message);
        Assert.Contains("--speed", (await Assert.ThrowsAsync<LocalStartException>(() => CopyCommand.RunAsync(
            options, CopyDirection.To, new StorageName.OwnAzurite(), TextWriter.Null, Cancellation))).Message);
        Assert.False(File.Exists($"{_folder}.zip"));
    }

    /// <summary>Writes a text two days ahead of the real time.</summary>
    private async Task<DateTimeOffset> RunAheadAsync()
    {
        await using var inbox = await RunningInbox.StartFastAsync(_folder, 1);
        var ahead = Now(await inbox.GetAsync("local/clock")).AddDays(2);
        await PassAsync(inbox, ahead);
        await TextAsync(inbox, "first");
        return ahead;
    }

    private static async Task PassAsync(RunningInbox inbox, DateTimeOffset until)
    {
        var answer = await inbox.SendAsync(HttpMethod.Put, "local/clock", new { speed = 100_000, until });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await RunningInbox.EventuallyAsync(() => inbox.GetAsync("local/clock"), clock => clock["until"] is null);
    }

    private static async Task<JsonNode> TextAsync(RunningInbox inbox, string text)
    {
        var sent = new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text };
        (await inbox.SendAsync(HttpMethod.Post, "local/phone/sms", sent)).EnsureSuccessStatusCode();
        return (await inbox.TimelineAsync()).Single(item => (string?)item["text"] == text);
    }

    private static DateTimeOffset Now(JsonNode clock) => (DateTimeOffset)clock["now"]!;
}
