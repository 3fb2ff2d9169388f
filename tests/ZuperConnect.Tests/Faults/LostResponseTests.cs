using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Azure;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>If the response to a successful change is lost, the client repeats the request and finds its own change.</summary>
public sealed class LostResponseTests(TestStorage storage, TestAzurite azurite) : IAsyncLifetime
{
    private const string Transaction = "/$batch";
    private static readonly string[] OneNumber = [RunningInbox.Customer];
    private static readonly string[] TwoNumbers = [RunningInbox.Customer, "+12065550111"];
    private static readonly string[] Ben = ["ben"];
    private static readonly string[] Phone = ["phone"];

    private readonly LostResponsePolicy _answer = new();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartOnAzureAsync(storage, azurite.NewConnectionString(), _answer.Watch);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Customer_is_changed()
    {
        var carla = await RunningInbox.JsonAsync(
            await _inbox.Http.PostAsJsonAsync(
                "api/customers", new { name = "Carla", numbers = OneNumber }, TestContext.Current.CancellationToken));

        var changed = await ChangeAsync($"api/customers/{carla["id"]}", new { name = "Carla Lane", numbers = TwoNumbers }, Transaction);

        Assert.Equal("Carla Lane", (string)changed["name"]!);
        Assert.Equal("Carla Lane", (string)(await _inbox.GetAsync($"api/customers/{carla["id"]}"))["name"]!);
    }

    [Fact]
    public async Task Number_is_changed_or_added()
    {
        var changed = await ChangeAsync("api/numbers/+14255550100", new { name = "Boilers", ringGroup = Ben }, "/Numbers");
        Assert.Equal(("Boilers", """["ben"]"""), ((string)changed["name"]!, changed["ringGroup"]!.ToJsonString()));

        var added = await ChangeAsync("api/numbers/+14255550177", new { name = "Sales" }, "/Numbers");
        Assert.Equal("Sales", (string)added["name"]!);
    }

    [Fact]
    public async Task Member_is_changed_and_an_admin_taken_away()
    {
        var admin = await ChangeAsync("api/team/ben", new { role = "admin", permissions = Phone }, Transaction);
        Assert.Equal(("admin", """["phone"]"""), ((string)admin["role"]!, admin["permissions"]!.ToJsonString()));

        Assert.Equal("member", (string)(await ChangeAsync("api/team/ben", new { role = "member" }, Transaction))["role"]!);
    }

    private async Task<JsonNode> ChangeAsync(string address, object body, string written)
    {
        _answer.Address = written;
        using var response = await _inbox.SendAsync(HttpMethod.Put, address, body);
        var changed = await RunningInbox.JsonAsync(response);
        Assert.Null(_answer.Address);

        // The ETag is that of the stored state.
        using var again = await _inbox.SendAsync(HttpMethod.Put, address, body, response.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        return changed;
    }

    /// <summary>Loses the response to the next write to an address.</summary>
    private sealed class LostResponsePolicy : HttpPipelinePolicy
    {
        /// <summary>A part of the address; null to lose nothing.</summary>
        public string? Address { get; set; }

        public void Watch(WebApplicationBuilder builder) =>
            builder.Services.AddAzureClients(
                clients => clients.ConfigureDefaults(options => options.AddPolicy(this, HttpPipelinePosition.PerRetry)));

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method != RequestMethod.Get && Address is { } address
                && message.Request.Uri.Path.Contains(address, StringComparison.Ordinal))
            {
                Address = null;
                throw new IOException("The connection broke.");
            }
        }
    }
}
