using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Local.Demo;
using ZuperConnect.Sounds;

namespace ZuperConnect.Tests.Demo;

/// <summary>The inbox with the demo.</summary>
public sealed class DemoWeekTests(DemoInbox demo) : IClassFixture<DemoInbox>
{
    private const int Loud = 1000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_inbox_shows_the_week()
    {
        using var http = await demo.SignInAsync();

        var open = await DemoInbox.ItemsAsync(http, "api/conversations?limit=100");
        var closed = await DemoInbox.ItemsAsync(http, "api/conversations?limit=100&view=closed");
        var stories = DemoScript.Read(DateTimeOffset.Now).Where(story => story.Line is not null).ToList();
        Assert.Equal(stories.Count, open.Count + closed.Count);
        Assert.InRange(closed.Count, 8, stories.Count / 2);
        Assert.Contains(open, one => (bool)one["unresponded"]! && (int)one["unreadCount"]! > 1);
        Assert.Equal("Oskar Lindqvist", (string)Assert.Single(open, one => (bool)one["optedOut"]!)["customer"]!["name"]!);
        var frank = Assert.Single(open, one => (string?)one["customer"]!["name"] is "Frank Delgado");
        Assert.Equal("messageFailed", (string)frank["lastAction"]!["type"]!);

        var counts = await DemoInbox.ItemsAsync(http, "api/counts");
        Assert.Equal(["Front desk", "Service line", "Sales"], counts.Select(count => (string)count["name"]!));
        Assert.Equal(open.Count, counts.Sum(count => (int)count["open"]!));
        Assert.Equal(40, (await DemoInbox.ItemsAsync(http, "api/customers?limit=100")).Count);
        Assert.Equal(["Ana", "Ben", "Mia", "Theo"], (await DemoInbox.ItemsAsync(http, "api/team"))
            .Select(member => (string)member["name"]!).Order());
        Assert.Contains(await DemoInbox.ItemsAsync(http, "api/jobs"), job => (string)job["status"]! is "done");
        Assert.Equal(
            "Priya Nair", (string)Assert.Single(await DemoInbox.ItemsAsync(http, "api/conversations?search=priya"))["customer"]!["name"]!);
        Assert.NotEmpty(await DemoInbox.ItemsAsync(http, "api/audit"));
    }

    [Fact]
    public async Task What_the_team_did_in_it_came_to_an_end()
    {
        using var http = await demo.SignInAsync();
        var timelines = new List<JsonNode>();
        var open = await DemoInbox.ItemsAsync(http, "api/conversations?limit=100");
        var closed = await DemoInbox.ItemsAsync(http, "api/conversations?limit=100&view=closed");
        foreach (var id in open.Concat(closed).Select(conversation => (string)conversation["id"]!))
        {
            timelines.AddRange(await DemoInbox.ItemsAsync(http, $"api/conversations/{id}/timeline?limit=100"));
        }

        Assert.Equal(["delivered", "failed", "received"], Kinds("message", "delivery"));
        Assert.Equal(["completed", "missed"], Kinds("call", "status"));
        Assert.Contains(timelines, item => (string)item["type"]! is "comment");
        var health = await DemoInbox.JsonAsync(http, "api/health");
        Assert.Equal(("healthy", 0), ((string)health["status"]!, (int)health["failedWork"]!));
        Assert.Empty((await DemoInbox.JsonAsync(http, "local/phone/calls"))["items"]!.AsArray());

        IEnumerable<string> Kinds(string type, string property) => timelines.Where(item => (string)item["type"]! == type)
            .Select(item => (string)item[property]!).Distinct().Order();
    }

    [Fact]
    public async Task Recordings_and_voicemails_can_be_heard()
    {
        using var http = await demo.SignInAsync();
        var recorded = (await DemoInbox.ItemsAsync(http, "api/calls?limit=100")).Where(call => call["recordingId"] is not null).ToList();
        Assert.Contains(recorded, call => (bool)call["voicemail"]!);
        Assert.Contains(recorded, call => !(bool)call["voicemail"]!);
        foreach (var call in recorded)
        {
            var response = await http.PostAsJsonAsync($"api/recordings/{(string)call["recordingId"]!}/tickets", new { }, Cancellation);
            var part = (string)(await RunningInbox.JsonAsync(response))["parts"]![0]!;
            var wav = await http.GetByteArrayAsync(new Uri(part, UriKind.Relative), Cancellation);
            Assert.True(WavHeader.Read(wav, wav.Length) is { IsCutOff: false, Duration.TotalSeconds: > 5 });
            var samples = Enumerable.Range(0, (wav.Length - WavWriter.HeaderLength) / WavWriter.BytesPerSample);
            var loudest = samples.Max(sample => BitConverter.ToInt16(wav, WavWriter.HeaderLength + (WavWriter.BytesPerSample * sample)));
            Assert.InRange(loudest, Loud, short.MaxValue);
        }
    }

    [Fact]
    public async Task The_customers_phones_have_the_texts_too()
    {
        using var http = await demo.SignInAsync();
        var phone = Assert.Single(await DemoInbox.ItemsAsync(http, "local/phone/customers?number=%2B12065550199"));
        Assert.Equal("Carla Lane", (string)phone["name"]!);
        var texts = phone["texts"]!.AsArray();
        Assert.Contains(texts, text => (bool)text!["isSent"]! && ((string)text["text"]!).Contains("kettle", StringComparison.Ordinal));
        Assert.Contains(texts, text => !(bool)text!["isSent"]!);
    }
}
