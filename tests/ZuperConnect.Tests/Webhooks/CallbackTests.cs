using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Local.Phone;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Webhooks;

/// <summary>The telephony provider's mid-call events, as anybody could post them.</summary>
public sealed class CallbackTests(TestStorage storage) : IAsyncLifetime
{
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CallbackIssuer Issuer => _inbox.Services.GetRequiredService<CallbackIssuer>();

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Without_a_token_that_counts_nobody_changes_a_call()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        using var strange = RSA.Create(2048);
        var good = Issuer.Token(CallbackIssuer.Lifetime);
        var parts = good.Split('.');
        string?[] refused =
        [
            null,
            "",
            "nonsense",
            new CallbackIssuer(strange, TimeProvider.System).Token(CallbackIssuer.Lifetime),
            Issuer.Token(CallbackIssuer.Lifetime, audience: "somebody-elses"),
            Issuer.Token(TimeSpan.FromMinutes(-1)),
            $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{Base64("""{"iss":"zuperconnect-phone-network","aud":"zuperconnect-callbacks","exp":4102444800}""")}.{parts[2]}",
            await _inbox.TokenAsync("ana"),
        ];

        foreach (var token in refused)
        {
            using var answer = await PostAsync(callId, token, Event("CallDisconnected"));
            await RunningInbox.ProblemAsync(answer, 401);
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty((await _inbox.Services.GetRequiredService<CallRows>().ReadAsync(callId, Cancellation))!.News);
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(callId, good, Event("CallDisconnected"))).StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
    }

    [Fact]
    public async Task Token_of_a_callback_signs_nobody_in()
    {
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", Issuer.Token(CallbackIssuer.Lifetime));

        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri("api/me", UriKind.Relative), Cancellation), 401);
    }

    [Fact]
    public async Task Callback_for_an_unknown_call_is_taken_and_makes_no_conversation()
    {
        var callId = Guid.NewGuid().ToString();

        using var answer = await PostAsync(callId, Issuer.Token(CallbackIssuer.Lifetime), Event("CallConnected"), Event("CallDisconnected"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Null(await _inbox.Services.GetRequiredService<CallRows>().FindAsync(callId, Cancellation));
    }

    [Fact]
    public async Task Callback_for_what_is_no_call_is_not_found() =>
        await RunningInbox.ProblemAsync(await PostAsync("nonsense", Issuer.Token(CallbackIssuer.Lifetime), Event("CallConnected")), 404);

    [Theory]
    [InlineData("""{"id":"1","type":"Microsoft.Communication.ParticipantsUpdated","data":{"sequenceNumber":"many"}}""")]
    [InlineData("""{"type":"Microsoft.Communication.CallDisconnected","data":{}}""")]
    [InlineData("""{"id":"2","type":"Microsoft.Communication.CallDisconnected"}""")]
    [InlineData("\"nonsense\"")]
    public async Task Broken_event_is_kept_and_the_others_of_its_batch_are_taken(string broken)
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");

        using var answer = await PostAsync(callId, Issuer.Token(CallbackIssuer.Lifetime), broken, Event("SomethingNew"), Event("CallDisconnected"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
        var blobs = new List<string>();
        var container = _inbox.Services.GetRequiredService<InboxStorage>().Unprocessed;
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, Cancellation))
        {
            blobs.Add((await container.GetBlobClient(blob.Name).DownloadContentAsync(Cancellation)).Value.Content.ToString());
        }

        Assert.Contains(broken, blobs);
        Assert.DoesNotContain(blobs, blob => blob.Contains("SomethingNew", StringComparison.Ordinal) || blob.Contains("\"CallDisconnected", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> PostAsync(string callId, string? token, params string[] events)
    {
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        using var content = new StringContent($"[{string.Join(',', events)}]", MediaTypeHeaderValue.Parse("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/callbacks/calls/{callId}") { Content = content };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return await anyone.SendAsync(request, Cancellation);
    }

    private static string Event(string type) => JsonSerializer.Serialize(new
    {
        id = Guid.NewGuid(),
        type = $"Microsoft.Communication.{type}",
        specversion = "1.0",
        time = DateTimeOffset.UtcNow,
        data = new { callConnectionId = "line", operationContext = (string?)null },
    });

    private static string Base64(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
