using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Local.Phone;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Webhooks;

/// <summary>The telephony provider's mid-call events, as anybody could send them.</summary>
public sealed class CallWebhooksTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FirstRequest _writing = new(request => request.Name is "Calls");
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WebhookTokenIssuer Issuer => _inbox.Services.GetRequiredService<WebhookTokenIssuer>();

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _writing.Watch);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Without_a_token_that_counts_nobody_changes_a_call()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Issuer.Token(WebhookTokenIssuer.Lifetime);
        var parts = good.Split('.');
        string?[] refused =
        [
            null,
            "",
            "nonsense",
            new WebhookTokenIssuer(strange, TimeProvider.System).Token(WebhookTokenIssuer.Lifetime),
            Issuer.Token(WebhookTokenIssuer.Lifetime, audience: "somebody-elses"),
            Issuer.Token(TimeSpan.FromMinutes(-1)),
            $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{Base64("""{"iss":"zuperconnect-phone-network","aud":"zuperconnect-callbacks","exp":4102444800}""")}.{parts[2]}",
            await _inbox.TokenAsync("ana"),
        ];

        foreach (var token in refused)
        {
            using var response = await PostAsync(callId, token, Event("CallDisconnected"));
            await RunningInbox.ProblemAsync(response, 401);
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            (await _inbox.Services.GetRequiredService<CallStore>().ReadAsync(callId, Cancellation))!.PendingEvents, pending =>
                pending.Event is Disconnected);
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(callId, good, Event("CallDisconnected", await OfAsync(callId)))).StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
    }

    [Fact]
    public async Task Token_of_a_callback_signs_nobody_in()
    {
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", Issuer.Token(WebhookTokenIssuer.Lifetime));

        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri("api/me", UriKind.Relative), Cancellation), 401);
    }

    [Fact]
    public async Task Callback_for_an_unknown_call_is_taken_and_makes_no_conversation()
    {
        var callId = Guid.NewGuid().ToString();

        using var response = await PostAsync(
            callId, Issuer.Token(WebhookTokenIssuer.Lifetime), Event("CallConnected"), Event("CallDisconnected"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Null(await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation));
    }

    [Fact]
    public async Task Callback_for_what_is_no_call_is_not_found() =>
        await RunningInbox.ProblemAsync(
            await PostAsync("nonsense", Issuer.Token(WebhookTokenIssuer.Lifetime), Event("CallConnected")), 404);

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

        using var response = await PostAsync(
            callId, Issuer.Token(WebhookTokenIssuer.Lifetime), broken, Event("SomethingNew"),
            Event("CallDisconnected", await OfAsync(callId)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
        var blobs = await KeptAsync();
        Assert.Contains(broken, blobs);
        Assert.DoesNotContain(blobs, blob => blob.Contains("SomethingNew", StringComparison.Ordinal)
            || blob.Contains("\"CallDisconnected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_with_an_id_of_40_000_characters_does_not_lose_the_others_of_its_batch()
    {
        var callId = await TalkAsync();
        var of = await OfAsync(callId);
        var longest = new string('x', 40_000);
        string[] refused =
        [
            Event("RecordingStateChanged", of with { ProviderCallId = longest }, more: new { state = "active", recordingId = "r" }),
            Event("ParticipantsUpdated", of with { Conference = longest },
                more: new { sequenceNumber = 99, participants = Array.Empty<object>() }),
            Event("AddParticipantFailed", of, more: new { operationContext = $"device:{longest}" }),
        ];

        using var response = await PostAsync(
            callId, Issuer.Token(WebhookTokenIssuer.Lifetime), [.. refused, Event("CallDisconnected", of, longest)]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
        Assert.Equal(refused.Order(), (await KeptAsync()).Order());
    }

    [Fact]
    public async Task Event_that_storage_refuses_for_ever_is_kept_and_the_others_of_its_batch_are_taken()
    {
        var callId = Guid.NewGuid().ToString();
        var refused = Event("CallConnected");
        _writing.Before = () => throw new StorageLimitException("The entity is too large.");

        using var response = await PostAsync(
            callId, Issuer.Token(WebhookTokenIssuer.Lifetime), refused, Event("CallDisconnected", id: "taken"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["event.taken"], await WaitingAsync(callId));
        Assert.Equal([refused], await KeptAsync());
    }

    [Fact]
    public async Task Event_that_was_kept_is_told_to_its_call_when_an_admin_has_it_tried_again()
    {
        var callId = Guid.NewGuid().ToString();
        _writing.Before = () => throw new StorageLimitException("The entity is too large.");
        using var response = await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), Event("CallConnected", id: "again"));
        var kept = (string)Assert.Single((await _inbox.AllAsync("api/unprocessed")).Items)["id"]!;

        Assert.Equal(HttpStatusCode.NoContent,
            (await _inbox.Http.PostAsJsonAsync($"api/unprocessed/{kept}/retry", new { }, Cancellation)).StatusCode);

        Assert.Equal(["event.again"], await WaitingAsync(callId));
        Assert.Empty(await KeptAsync());
    }

    [Fact]
    public async Task Event_that_storage_cannot_take_now_does_not_keep_the_others_of_its_batch_from_being_taken_and_comes_again()
    {
        var callId = Guid.NewGuid().ToString();
        string[] events = [Event("CallConnected", id: "again"), Event("CallDisconnected", id: "taken")];
        _writing.Before = () => throw new StorageUnavailableException("The storage is busy.");

        await RunningInbox.ProblemAsync(await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), events), 503);
        Assert.Equal(["event.taken"], await WaitingAsync(callId));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), events)).StatusCode);
        Assert.Equal(["event.again", "event.taken"], await WaitingAsync(callId));
        Assert.Empty(await KeptAsync());
    }

    [Theory]
    [InlineData("line")]
    [InlineData("conference")]
    [InlineData("correlation")]
    public async Task Event_that_names_another_call_is_refused_and_the_others_of_its_batch_are_taken(string other)
    {
        var callId = await TalkAsync();
        var of = await OfAsync(callId);
        var another = other switch
        {
            "line" => of with { ProviderCallId = "another" },
            "conference" =>
            of with { Conference = "another" },
            _ => of with { Correlation = "another" }
        };

        using var response = await PostAsync(
            callId, Issuer.Token(WebhookTokenIssuer.Lifetime), Event("CallDisconnected", another), Recorded(of, "the-recording"));

        var problem = await RunningInbox.ProblemAsync(response, 409);
        Assert.Equal("anotherCall", (string)problem["code"]!);
        await RunningInbox.EventuallyAsync(
            () => LiveAsync(callId), session => session.Call.RecordingId == RecordingIds.Of("the-recording"));
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), Event("CallDisconnected", of))).StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
    }

    [Fact]
    public async Task Late_failure_to_add_the_user_who_talks_changes_nothing()
    {
        var callId = await TalkAsync();
        var of = await OfAsync(callId);
        string[] late =
        [
            Event("AddParticipantFailed", of,
                more: new { operationContext = "device:ana", resultInformation = new { code = 486, subCode = 0, message = "busy" } }),
            Event("AnswerFailed", of, more: new { resultInformation = new { code = 400, subCode = 8501, message = "" } }),
            Event("CreateCallFailed", of),
        ];

        Assert.Equal(HttpStatusCode.OK,
            (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), [.. late, Recorded(of, "heard-last")])).StatusCode);

        await RunningInbox.EventuallyAsync(() => LiveAsync(callId), session => session.Call.RecordingId == RecordingIds.Of("heard-last"));
        await _inbox.CallItemAsync(callId, "inProgress");
        await _inbox.DeviceAsync("ana", "connected");
    }

    [Fact]
    public async Task Participants_with_an_asserted_identity_or_that_cannot_be_read_do_not_hang_up_a_live_call()
    {
        const string asserted = "207ffef6-9444-41fb-92ab-20eacaae2768";
        var callId = await TalkAsync();
        var of = await OfAsync(callId);
        var ana = Phone("+14255550191");
        object?[][] lists =
        [
            [Phone($"{RunningInbox.Customer}_{asserted}"), ana],
            [Phone(RunningInbox.Customer), Phone($"+14255550191_{asserted}")], [Phone(asserted), ana],
            [Phone($"anonymous_{asserted}"), ana], [null, ana], [Phone(RunningInbox.Customer), new { identifier = 7 }], ["nonsense"],
        ];
        var events = lists.Select(
            (participants, index) => Event("ParticipantsUpdated", of, more: new { sequenceNumber = 100 + index, participants }));

        Assert.Equal(HttpStatusCode.OK,
            (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), [.. events, Recorded(of, "heard-last")])).StatusCode);

        await RunningInbox.EventuallyAsync(() => LiveAsync(callId), session => session.Call.RecordingId == RecordingIds.Of("heard-last"));
        await _inbox.CallItemAsync(callId, "inProgress");
        await _inbox.DeviceAsync("ana", "connected");
    }

    [Fact]
    public async Task Event_from_before_the_call_began_happened_when_it_began()
    {
        var callId = await TalkAsync();

        (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime),
            Event("CallDisconnected", await OfAsync(callId), at: new(1, 1, 1, 0, 0, 0, TimeSpan.Zero)))).EnsureSuccessStatusCode();

        var call = await _inbox.CallItemAsync(callId, "completed");
        Assert.True((DateTimeOffset)(await _inbox.ConversationAsync())["lastAction"]!["at"]! >= (DateTimeOffset)call["at"]!);
    }

    [Fact]
    public async Task More_events_than_a_delivery_may_have_are_refused_and_none_is_taken()
    {
        var callId = await TalkAsync();
        var over = Event("CallDisconnected", await OfAsync(callId));
        var many = Enumerable.Repeat("{}", 1_000);

        var problem = await RunningInbox.ProblemAsync(
            await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), [over, .. many]), 413);

        Assert.Contains("1,000 events", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Empty((await _inbox.Services.GetRequiredService<CallStore>().ReadAsync(callId, Cancellation))!.PendingEvents);
        Assert.Empty(await KeptAsync());
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(
            HttpStatusCode.OK, (await PostAsync(callId, Issuer.Token(WebhookTokenIssuer.Lifetime), [over, .. many.Skip(1)])).StatusCode);
        await _inbox.CallItemAsync(callId, "completed");
    }

    /// <summary>A call between the customer and ana, with all events applied.</summary>
    private async Task<string> TalkAsync()
    {
        await _inbox.SetAsync(number => number with { Records = false });
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        return callId;
    }

    private async Task<CallSession> LiveAsync(string callId) =>
        (await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation))!;

    /// <summary>The provider's ids of a call.</summary>
    private async Task<ProviderCallIds> OfAsync(string callId)
    {
        var session = await LiveAsync(callId);
        return new(session.ProviderCallId, session.Conference, session.Correlation);
    }

    /// <summary>The source ids of the pending events of a call that has not started.</summary>
    private async Task<IReadOnlyList<string>> WaitingAsync(string callId)
    {
        var waiting = new List<string>();
        await foreach (var row in _inbox.Services.GetRequiredService<StorageTables>().Calls.QueryAsync(RowQuery.All, Cancellation))
        {
            if (row.RowKey.StartsWith($"n|{callId}|", StringComparison.Ordinal))
            {
                waiting.Add(row.RowKey.Split('|')[^1]);
            }
        }

        return [.. waiting.Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> KeptAsync()
    {
        var blobs = new List<string>();
        var container = _inbox.Services.GetRequiredService<StorageTables>().Unprocessed;
        await foreach (var blob in container.ListAsync(null, Cancellation))
        {
            blobs.Add(await container.ReadTextAsync(blob.Name));
        }

        return blobs;
    }

    private static object Phone(string number) =>
        new { identifier = new { kind = "phoneNumber", rawId = $"4:{number}", phoneNumber = new { value = number } }, isMuted = false };

    private static string Recorded(ProviderCallIds of, string id) =>
        Event("RecordingStateChanged", of, more: new { state = "active", recordingId = id });

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

    private static string Event(string type, ProviderCallIds? of = null, string? id = null, DateTimeOffset? at = null, object? more = null)
    {
        var data = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (data["callConnectionId"], data["serverCallId"], data["correlationId"]) = (of?.ProviderCallId, of?.Conference, of?.Correlation);
        return JsonSerializer.Serialize(new
        {
            id = id ?? Guid.NewGuid().ToString(),
            type = $"Microsoft.Communication.{type}",
            specversion = "1.0",
            time = at ?? DateTimeOffset.UtcNow,
            data,
        });
    }

    private static string Base64(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
