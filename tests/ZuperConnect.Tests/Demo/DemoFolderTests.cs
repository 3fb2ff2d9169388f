using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ZuperConnect.Local;
using ZuperConnect.Local.Demo;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Demo;

/// <summary>The demo in a data folder, and what an inbox shows of it.</summary>
public sealed class DemoFolderTests : IDisposable
{
    private const int Loud = 1000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_empty_folder_is_filled_with_the_week()
    {
        await using var inbox = await StartAsync();
        using var http = await SignInAsync(inbox);

        var open = await ItemsAsync(http, "api/conversations?limit=100");
        var closed = await ItemsAsync(http, "api/conversations?limit=100&view=closed");
        var stories = DemoScript.Read(DateTimeOffset.Now).Where(story => story.Line is not null).ToList();
        Assert.Equal(stories.Count, open.Count + closed.Count);
        Assert.InRange(closed.Count, 8, stories.Count / 2);
        Assert.Contains(open, one => (bool)one["unresponded"]! && (int)one["unreadCount"]! > 1);
        Assert.Equal("Oskar Lindqvist", (string)Assert.Single(open, one => (bool)one["optedOut"]!)["customer"]!["name"]!);
        Assert.Equal("messageFailed", (string)Assert.Single(open, one => (string?)one["customer"]!["name"] is "Frank Delgado")["lastAction"]!["type"]!);

        var counts = (await ItemsAsync(http, "api/counts")).Select(count => (Name: (string)count["name"]!, Open: (int)count["open"]!)).ToList();
        Assert.Equal(["Front desk", "Service line", "Sales"], counts.Select(count => count.Name));
        Assert.Equal(open.Count, counts.Sum(count => count.Open));
        Assert.Equal(40, (await ItemsAsync(http, "api/customers?limit=100")).Count);
        Assert.Equal(["Ana", "Ben", "Mia", "Theo"], (await ItemsAsync(http, "api/team")).Select(member => (string)member["name"]!).Order());
        Assert.Contains(await ItemsAsync(http, "api/jobs"), job => (string)job["status"]! is "done");
        Assert.Equal("Priya Nair", (string)Assert.Single(await ItemsAsync(http, "api/conversations?search=priya"))["customer"]!["name"]!);
        Assert.NotEmpty(await ItemsAsync(http, "api/audit"));
    }

    [Fact]
    public async Task What_the_team_did_in_it_came_to_an_end()
    {
        await using var inbox = await StartAsync();
        using var http = await SignInAsync(inbox);
        var timelines = new List<JsonNode>();
        foreach (var id in (await ItemsAsync(http, "api/conversations?limit=100")).Concat(await ItemsAsync(http, "api/conversations?limit=100&view=closed"))
            .Select(conversation => (string)conversation["id"]!))
        {
            timelines.AddRange(await ItemsAsync(http, $"api/conversations/{id}/timeline?limit=100"));
        }

        Assert.Equal(["delivered", "failed", "received"], Kinds("message", "delivery"));
        Assert.Equal(["completed", "missed"], Kinds("call", "status"));
        Assert.Contains(timelines, item => (string)item["type"]! is "comment");
        var health = await JsonAsync(http, "api/health");
        Assert.Equal(("healthy", 0), ((string)health["status"]!, (int)health["failedWork"]!));
        Assert.Empty((await JsonAsync(http, "local/phone/calls"))["items"]!.AsArray());

        IEnumerable<string> Kinds(string type, string property) => timelines.Where(item => (string)item["type"]! == type)
            .Select(item => (string)item[property]!).Distinct().Order();
    }

    [Fact]
    public async Task Recordings_and_voicemails_can_be_heard()
    {
        await using var inbox = await StartAsync();
        using var http = await SignInAsync(inbox);
        var recorded = (await ItemsAsync(http, "api/calls?limit=100")).Where(call => call["recordingId"] is not null).ToList();
        Assert.Contains(recorded, call => (bool)call["voicemail"]!);
        Assert.Contains(recorded, call => !(bool)call["voicemail"]!);
        foreach (var call in recorded)
        {
            var ticket = await http.PostAsJsonAsync($"api/recordings/{(string)call["recordingId"]!}/tickets", new { }, Cancellation);
            var part = (string)(await RunningInbox.JsonAsync(ticket))["parts"]![0]!;
            var wav = await http.GetByteArrayAsync(new Uri(part, UriKind.Relative), Cancellation);
            Assert.True(WavFile.Read(wav, wav.Length) is { IsCutOff: false, Duration.TotalSeconds: > 5 });
            var heights = Enumerable.Range(0, (wav.Length - Wav.HeaderLength) / 2).Select(sample => BitConverter.ToInt16(wav, Wav.HeaderLength + (2 * sample)));
            Assert.InRange(heights.Max(), Loud, short.MaxValue);
        }
    }

    [Fact]
    public async Task The_customers_phones_have_the_texts_too()
    {
        await using var inbox = await StartAsync();
        using var http = await SignInAsync(inbox);
        var phone = Assert.Single(await ItemsAsync(http, "local/phone/customers?number=%2B12065550199"));
        Assert.Equal("Carla Lane", (string)phone["name"]!);
        Assert.Contains(phone["texts"]!.AsArray(), text => (bool)text!["isSent"]! && ((string)text["text"]!).Contains("kettle", StringComparison.Ordinal));
        Assert.Contains(phone["texts"]!.AsArray(), text => !(bool)text!["isSent"]!);
    }

    [Fact]
    public async Task A_folder_that_has_the_demo_is_started_as_it_is_and_made_anew_only_with_fresh()
    {
        await using (var first = await StartAsync())
        {
            using var http = await SignInAsync(first);
            (await http.PostAsJsonAsync("local/phone/sms", new { from = "+12065550100", to = "+14255550100", text = "Hello" }, Cancellation)).EnsureSuccessStatusCode();
        }

        await using (var second = await StartAsync())
        {
            using var http = await SignInAsync(second);
            Assert.Single(await ItemsAsync(http, "api/conversations?search=2065550100"));
        }

        await using var third = await StartAsync(fresh: true);
        using var anew = await SignInAsync(third);
        Assert.Empty(await ItemsAsync(anew, "api/conversations?search=2065550100"));
        Assert.Single(await ItemsAsync(anew, "api/conversations?search=priya"));
    }

    [Fact]
    public async Task A_folder_with_other_data_is_refused_and_left_as_it_is()
    {
        await using (await LocalInbox.StartAsync(Options(demo: false), Cancellation, builder => builder.Logging.ClearProviders()))
        {
        }

        var refused = await Assert.ThrowsAsync<LocalStartException>(() => StartAsync());
        Assert.Contains(_folder.Path, refused.Message);
        Assert.Contains("is not the demo's. Nothing was changed.", refused.Message);
        await using var inbox = await LocalInbox.StartAsync(Options(demo: false), Cancellation, builder => builder.Logging.ClearProviders());
        using var http = await SignInAsync(inbox);
        Assert.Empty(await ItemsAsync(http, "api/conversations"));
    }

    [Fact]
    public async Task A_demo_that_was_left_unfinished_is_made_anew()
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, DemoFolder.NoteName), "unfinished", Cancellation);
        await using var inbox = await StartAsync();
        using var http = await SignInAsync(inbox);
        Assert.Single(await ItemsAsync(http, "api/conversations?search=priya"));
    }

    private LocalOptions Options(bool demo = true, bool fresh = false) =>
        new("http://127.0.0.1:0", _folder.Path, fresh) { Durable = false, Demo = demo };

    private Task<LocalInbox> StartAsync(bool fresh = false) =>
        LocalInbox.StartAsync(Options(fresh: fresh), Cancellation, builder => builder.Logging.ClearProviders());

    private static async Task<HttpClient> SignInAsync(LocalInbox inbox)
    {
        var http = new HttpClient { BaseAddress = inbox.Address };
        var token = (string)(await RunningInbox.JsonAsync(await http.PostAsJsonAsync("local/sign-in", new { userId = "ana" }, Cancellation)))["token"]!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task<JsonNode> JsonAsync(HttpClient http, string address) =>
        await RunningInbox.JsonAsync(await http.GetAsync(new Uri(address, UriKind.Relative), Cancellation));

    private static async Task<IReadOnlyList<JsonNode>> ItemsAsync(HttpClient http, string address) =>
        [.. (await JsonAsync(http, address))["items"]!.AsArray().Select(item => item!)];
}
