using System.Net.Http.Json;
using ZuperConnect.Local;
using ZuperConnect.Local.Demo;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Demo;

/// <summary>When the demo is created in a data folder.</summary>
public sealed class DemoFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_has_the_demo_is_started_as_it_is_and_made_anew_only_with_fresh()
    {
        await using (var first = await StartAsync())
        {
            using var http = await DemoInbox.SignInAsync(first);
            var text = new { from = "+12065550100", to = "+14255550100", text = "Hello" };
            (await http.PostAsJsonAsync("local/phone/sms", text, Cancellation)).EnsureSuccessStatusCode();
        }

        await using (var second = await StartAsync())
        {
            Assert.Equal((1, 1), await FoundAsync(second));
        }

        await using var third = await StartAsync(fresh: true);
        Assert.Equal((0, 1), await FoundAsync(third));
    }

    [Fact]
    public async Task A_folder_with_other_data_is_refused_and_left_as_it_is()
    {
        await using (await StartAsync(demo: false))
        {
        }

        var refused = await Assert.ThrowsAsync<LocalStartException>(() => StartAsync());
        Assert.Contains(_folder.Path, refused.Message);
        Assert.Contains("is not the demo's. Nothing was changed.", refused.Message);
        await using var inbox = await StartAsync(demo: false);
        Assert.Equal((0, 0), await FoundAsync(inbox));
    }

    [Fact]
    public async Task A_demo_that_was_left_unfinished_is_made_anew()
    {
        await using (await StartAsync(demo: false))
        {
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, DemoFolder.NoteName), "unfinished", Cancellation);
        await using var inbox = await StartAsync();
        Assert.Equal((0, 1), await FoundAsync(inbox));
    }

    private Task<LocalInbox> StartAsync(bool demo = true, bool fresh = false) => DemoInbox.StartAsync(_folder, Cancellation, demo, fresh);

    /// <summary>The number of conversations with the test's number, and with a customer of the demo.</summary>
    private static async Task<(int Own, int Demo)> FoundAsync(LocalInbox inbox)
    {
        using var http = await DemoInbox.SignInAsync(inbox);
        var own = await DemoInbox.ItemsAsync(http, "api/conversations?search=2065550100");
        var demo = await DemoInbox.ItemsAsync(http, "api/conversations?search=priya");
        return (own.Count, demo.Count);
    }
}
