using System.Net;
using Microsoft.AspNetCore.Hosting;
using ZuperConnect.Local;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

public sealed class ListenAddressTests(TestAzurite azurite)
{
    [Theory]
    [InlineData("http://localhost:5080", "localhost", 5080)]
    [InlineData("HTTP://LocalHost:5080/", "localhost", 5080)]
    [InlineData("http://localhost", "localhost", 80)]
    [InlineData("http://127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("http://127.0.0.2:65535", "127.0.0.2", 65535)]
    [InlineData("http://[::1]:5080", "[::1]", 5080)]
    public void This_machine_alone_is_localhost_or_a_literal_loopback_address(string text, string host, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal((host, port, true), (address.Host, address.Port, address.IsLoopback));
    }

    [Theory]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.10:5080")]
    [InlineData("http://[fe80::1]:5080")]
    [InlineData("http://[::ffff:192.168.1.10]:5080")]
    public void Everything_else_that_can_be_read_reaches_beyond_it(string text)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.False(address.IsLoopback);
        Assert.Contains("--expose", Assert.Throws<LocalStartException>(() => new LocalOptions(text, ".data").Addresses()).Message,
            StringComparison.Ordinal);
        Assert.Single(new LocalOptions(text, ".data", Expose: true).Addresses());
    }

    [Theory]
    [InlineData("http://loopback:5080")]
    [InlineData("http://LOOPBACK:5080")]
    [InlineData("http://ip6-localhost:5080")]
    [InlineData("http://localhost.:5080")]
    [InlineData("http://localhost.localdomain:5080")]
    [InlineData("http://inbox.example:5080")]
    [InlineData("http://ana@localhost:5080")]
    [InlineData("http://ana:secret@127.0.0.1:5080")]
    [InlineData("http://localhost:5080#fragment")]
    [InlineData("http://localhost#:5080")]
    [InlineData("http://localhost:5080?query")]
    [InlineData("http://localhost:5080/inbox")]
    [InlineData("http://localhost\\:5080")]
    [InlineData("http://127.1:5080")]
    [InlineData("http://127.0.1:5080")]
    [InlineData("http://0177.0.0.1:5080")]
    [InlineData("http://127.0.0.01:5080")]
    [InlineData("http://0x7f000001:5080")]
    [InlineData("http://2130706433:5080")]
    [InlineData("http://127.0.0.1.:5080")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:5080")]
    [InlineData("http://[127.0.0.1]:5080")]
    [InlineData("http://[::1:5080")]
    [InlineData("http://::1:5080")]
    [InlineData("http://localhost:65536")]
    [InlineData("http://localhost:-1")]
    [InlineData("http://localhost:")]
    [InlineData("http://localhost:0")]
    [InlineData("http://localhost: 5080")]
    [InlineData("http://localhost\t:5080")]
    [InlineData("http://\uFF11\uFF12\uFF17.0.0.1:5080")]
    [InlineData("http://unix:/tmp/inbox")]
    [InlineData("http:localhost:5080")]
    [InlineData("https://localhost:5080")]
    [InlineData("localhost:5080")]
    public void What_a_server_might_read_in_another_way_is_refused(string text)
    {
        Assert.False(ListenAddress.TryParse(text, out _));
        foreach (var expose in new[] { false, true })
        {
            Assert.Contains(
                "127.0.0.1",
                Assert.Throws<LocalStartException>(() => new LocalOptions($"http://localhost:5080;{text};", ".data", Expose: expose)
                    .Addresses()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_host_does_not_start_if_another_machine_could_reach_it_after_all()
    {
        using var data = new TemporaryFolder();
        var options = new LocalOptions("http://127.0.0.1:0", data.Path, Storage: azurite.NewConnectionString());

        var refused = await Assert.ThrowsAsync<LocalStartException>(() => LocalInbox.StartAsync(
            options, TestContext.Current.CancellationToken, builder =>
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0))));

        Assert.Contains("--expose", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_reached_by_the_address_that_it_listens_at()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere only one loopback address is up.");
        using var data = new TemporaryFolder();
        await using var inbox = await LocalInbox.StartAsync(
            new("http://127.0.0.2:0", data.Path, Storage: azurite.NewConnectionString()), TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = inbox.Address };

        Assert.Equal(HttpStatusCode.OK,
            (await http.GetAsync(new Uri("api/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }
}
