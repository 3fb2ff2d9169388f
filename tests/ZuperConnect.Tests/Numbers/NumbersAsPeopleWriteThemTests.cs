using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Numbers;

/// <summary>All inputs of phone numbers use the same parser.</summary>
public sealed class NumbersAsPeopleWriteThemTests(TestStorage storage) : InboxTest(storage)
{
    private static readonly string[] WithExtension = ["(206) 555-0169 ext. 12"];
    private static readonly string[] London = ["020 7946 0018"];
    [Theory]
    [InlineData("+52 55 5000 0158"), InlineData("+52 1 55 5000 0158"), InlineData("011 52 1 55 5000 0158")]
    public async Task Mexican_mobile_that_a_carrier_writes_with_the_old_1_is_the_customer(string saved)
    {
        await SaveAsync("Carla", saved);
        await _inbox.CustomerWritesAsync("Hola", from: "5215550000158");
        var conversation = await _inbox.ConversationAsync("14255550100-525550000158");
        Assert.Equal(
            ("Carla", "+525550000158"), ((string)conversation["customer"]!["name"]!, (string)conversation["customer"]!["number"]!));
        await _inbox.CustomerWritesAsync("Hola", from: "525550000158");
        Assert.Single((await _inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task Argentine_mobile_is_one_number_with_its_9_and_without()
    {
        await SaveAsync("Carla", "+54 11 2345-6789");
        await _inbox.CustomerWritesAsync("Hola", from: "+5491123456789");
        Assert.Equal("Carla", (string)(await _inbox.ConversationAsync("14255550100-5491123456789"))["customer"]!["name"]!);
    }

    [Fact]
    public async Task Conversation_that_was_stored_under_the_old_form_shows_the_customer_and_keeps_her_opt_out()
    {
        var (old, now) = (Stored("xNTIxNTU1MDAwMDE1OA"), Stored("525550000158"));
        var id = new ConversationId(Stored("14255550100"), old);
        var at = DateTimeOffset.UtcNow;
        var owner = _inbox.Services.GetRequiredService<HostServices>().Conversations;
        await owner.HandleAsync(id, new ReceiveMessage("sms.old", at, "Hola"), Cancellation);
        await owner.HandleAsync(id, new ReceiveMessage("sms.stop", at, "STOP"), Cancellation);

        var saved = await SaveAsync("Carla", "+52 55 5000 0158");
        await RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(id.ToString()), conversation => (string?)conversation["customer"]!["name"] == "Carla");
        Assert.True((await _inbox.Services.GetRequiredService<OptOutStore>().FindAsync(now, Cancellation))?.OptedOut);
        var customer = (await _inbox.Services.GetRequiredService<CustomerStore>().FindOwnerAsync(old, Cancellation))?.Customer;
        Assert.Equal((string)saved["id"]!, customer?.Id);

        await _inbox.SendAsync(HttpMethod.Delete, $"api/customers/{customer!.Id}", new { });
        await RunningInbox.EventuallyAsync(() => _inbox.ListAsync("?filter=unread"), list => list["items"]!.AsArray().Count is 0);
    }

    [Theory]
    [InlineData("(206) 555-0162"), InlineData("206.555.0162"), InlineData("\u202A+1 (206) 555-0162\u202C"),
        InlineData("+1\u2011206\u2011555\u20110162"), InlineData("tel:+1-206-555-0162")]
    public async Task Number_of_a_customer_is_read_as_it_is_written(string number) =>
        Assert.Equal("+12065550162", (string)(await SaveAsync("Carla", number))["numbers"]![0]!);

    [Fact]
    public async Task Extension_is_kept_in_the_notes_once()
    {
        var saved = await SaveAsync("Carla", "+1 206 555 0169 x12", "Rings twice");
        Assert.Equal(("+12065550169", "Rings twice\n+12065550169 extension 12"), ((string)saved["numbers"]![0]!, (string)saved["notes"]!));
        var again = await RunningInbox.JsonAsync(await _inbox.SendAsync(
            HttpMethod.Put, $"api/customers/{saved["id"]}",
            new { name = "Carla", numbers = WithExtension, notes = (string)saved["notes"]! }));
        Assert.Equal((string)saved["notes"]!, (string)again["notes"]!);
    }

    [Fact]
    public async Task Message_to_a_customer_and_a_members_device_take_a_number_as_it_is_written()
    {
        var saved = await SaveAsync("Carla", "+12065550162");
        await RunningInbox.JsonAsync(await _inbox.Http.PostAsJsonAsync(
            "api/conversations",
            new { customerId = (string)saved["id"]!, to = "(206) 555-0162", from = RunningInbox.Dispatch, text = "Hello" }, Cancellation));
        var member = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { device = "425-555-0192" }));
        Assert.Equal("+14255550192", (string)member["device"]!);
    }

    [Fact]
    public async Task Country_of_national_numbers_is_that_of_the_business_unless_a_setting_names_it()
    {
        Assert.Equal("US", await _inbox.Services.GetRequiredService<NumberRegion>().ReadAsync(Cancellation));
        await _inbox.Services.GetRequiredService<NumberStore>().AddAsync(new(Stored("442079460018"), "London"), Cancellation);
        Assert.Null(await _inbox.Services.GetRequiredService<NumberRegion>().ReadAsync(Cancellation));
        var detail = (string)(await RunningInbox.ProblemAsync(await PostAsync("Carla", "(206) 555-0162", null), 400))["detail"]!;
        Assert.Contains("'(206) 555-0162'", detail, StringComparison.Ordinal);

        await using var british = await RunningInbox.StartAsync(
            Storage, app => app.Configuration.AddInMemoryCollection([new(NumberRegion.Setting, "gb")]));
        var saved = await RunningInbox.JsonAsync(
            await british.Http.PostAsJsonAsync("api/customers", new { name = "Ada", numbers = London }, Cancellation));
        Assert.Equal("+442079460018", (string)saved["numbers"]![0]!);
    }

    [Fact]
    public async Task What_the_provider_sends_begins_with_the_countrys_code()
    {
        await _inbox.CustomerWritesAsync("Hello", from: "12065550199", to: "14255550100");
        await _inbox.CustomerWritesAsync("Hello", from: "442079460018", to: "14255550100");
        await _inbox.CustomerWritesAsync("Hello", from: "72975", to: "14255550100");
        await _inbox.CustomerWritesAsync("Hello", from: "ACME", to: "14255550100");
        Assert.Equal(
            ["+12065550199", "+442079460018", "72975", "ACME"],
            (await _inbox.ListAsync())["items"]!.AsArray().Select(one => (string)one!["customer"]!["number"]!)
                .Order(StringComparer.Ordinal));
    }

    private static PhoneNumber Stored(string key) => PhoneNumber.TryParseKey(key, out var number)
        ? number : throw new ArgumentException(key);

    private async Task<JsonNode> SaveAsync(string name, string number, string? notes = null) =>
        await RunningInbox.JsonAsync(await PostAsync(name, number, notes));

    private Task<HttpResponseMessage> PostAsync(string name, string number, string? notes) =>
        _inbox.Http.PostAsJsonAsync("api/customers", new { name, numbers = new[] { number }, notes }, Cancellation);
}
