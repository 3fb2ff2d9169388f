using System.Net;
using System.Text;
using ZuperConnect.OutgoingWebhooks;

namespace ZuperConnect.Tests.OutgoingWebhooks;

/// <summary>Nobody reaches a private network through the inbox.</summary>
public sealed class ReceiverAddressesTests
{
    private static readonly ReceiverAddresses PublicOnly = new(AllowsLoopback: false);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    public void Private_addresses_are_refused(string address)
    {
        Assert.False(PublicOnly.Allow(IPAddress.Parse(address)));
        Assert.False(PublicOnly.Allow(new Uri($"https://{(address.Contains(':') ? $"[{address}]" : address)}/")));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1")]
    [InlineData("::ffff:8.8.8.8")]
    public void Public_addresses_are_allowed(string address) => Assert.True(PublicOnly.Allow(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.1", false)]
    public void On_one_machine_programs_of_the_machine_are_allowed_and_no_other_private_address(string address, bool allowed) =>
        Assert.Equal(allowed, new ReceiverAddresses(AllowsLoopback: true).Allow(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://field-service.example/hooks", true)]
    [InlineData("http://localhost/hooks", false)]
    [InlineData("https://localhost/hooks", false)]
    public void Names_are_allowed_if_they_are_not_this_machine(string url, bool allowed) =>
        Assert.Equal(allowed, PublicOnly.Allow(new Uri(url)));

    [Fact]
    public async Task Name_that_resolves_to_a_private_address_is_not_connected_to()
    {
        await using var receiver = await Jobs.TestReceiver.StartAsync();
        var url = new UriBuilder(receiver.Url) { Host = "localhost" }.Uri;
        using var client = new WebhookClient(PublicOnly, TimeProvider.System);
        var body = Encoding.UTF8.GetBytes("{}");

        Assert.Equal(
            (WebhookOutcome.Failed, "The address belongs to a private network."),
            await client.PostAsync(new(url, new byte[32]), "1", body, TestContext.Current.CancellationToken));

        Assert.Empty(receiver.Received);
    }
}
