using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Functions.Http;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Sounds;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Http;

public class CallFunctionsTests(TestStorage storage)
{
    private const string CallId = "0f9a7a52-6d6b-4b0e-9b6e-0d6f6d1f0001";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_users_call_rings_at_the_users_own_device_first()
    {
        await using var app = await TestApp.StartAsync(storage);

        Assert.Equal(202, await PlaceAsync(app));

        Assert.Equal("+12065550101", Assert.IsType<CallDevice>(Assert.Single(app.Gateway.Asked)).Device.Number.Value);
    }

    [Fact]
    public async Task A_call_that_was_placed_and_not_signalled_begins_with_the_sweep()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Call me"));
        app.Entities.IsUnavailable = true;

        Assert.Equal(202, await PlaceAsync(app));
        Assert.Empty(app.Gateway.Asked);
        app.Entities.IsUnavailable = false;
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Single(app.Gateway.Asked);
    }

    [Fact]
    public async Task What_the_provider_says_of_a_call_moves_it_on()
    {
        await using var app = await TestApp.StartAsync(storage);
        await PlaceAsync(app);

        Assert.Equal(200, await SayAsync(app, "CallDisconnected"));

        Assert.True((await app.Get<CallStore>().FindAsync(CallId, Never))?.Call.IsOver);
    }

    [Fact]
    public async Task News_that_is_stored_is_acknowledged_although_nobody_can_be_signalled()
    {
        await using var app = await TestApp.StartAsync(storage);
        await PlaceAsync(app);
        app.Entities.IsUnavailable = true;

        Assert.Equal(200, await SayAsync(app, "CallDisconnected"));

        Assert.Single((await app.Get<CallStore>().ReadAsync(CallId, Never))!.PendingEvents);
    }

    [Fact]
    public async Task A_users_token_is_none_of_the_providers_and_changes_nothing()
    {
        await using var app = await TestApp.StartAsync(storage);
        await PlaceAsync(app);

        Assert.Equal(401, await SayAsync(app, "CallDisconnected", app.Token()));

        Assert.Empty((await app.Get<CallStore>().ReadAsync(CallId, Never))!.PendingEvents);
    }

    [Theory]
    [InlineData(SoundFiles.Ringing, 6.0)]
    [InlineData(SoundFiles.Tone, 0.5)]
    [InlineData(SoundFiles.Accept, 1.0)]
    public async Task Anyone_may_fetch_what_callers_hear(string name, double seconds)
    {
        await using var app = await TestApp.StartAsync(storage);

        var (status, sound) = await FetchAsync(app, name);

        Assert.Equal(200, status);
        Assert.Equal(WavWriter.HeaderLength + (int)(seconds * WavWriter.SampleRate * 2), sound.Length);
        Assert.Equal("RIFF"u8, sound.AsSpan(0, 4));
    }

    [Fact]
    public async Task A_numbers_greeting_is_what_was_stored_for_it()
    {
        await using var app = await TestApp.StartAsync(storage);
        var greeting = WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 300);
        var number = await app.Get<NumberStore>().FindAsync(TestApp.Id.Number, Never);
        await app.Get<Greetings>().ReplaceAsync(number!, BinaryData.FromBytes(greeting), Never);

        Assert.Equal(greeting, (await FetchAsync(app, SoundFiles.GreetingOf(TestApp.Id.Number))).Sound);
    }

    [Theory]
    [InlineData("greeting-14255550100.wav")]
    [InlineData("greeting-.wav")]
    [InlineData("greeting-..%2Frecordings.wav")]
    [InlineData("music.wav")]
    [InlineData("")]
    public async Task Unknown_sound_is_not_found(string name)
    {
        await using var app = await TestApp.StartAsync(storage);

        Assert.Equal(404, (await FetchAsync(app, name)).Status);
    }

    private static async Task<int> PlaceAsync(TestApp app)
    {
        if (await app.Get<TeamStore>().FindAsync("ana", Never) is null)
        {
            Assert.True(PhoneNumber.TryParse("+12065550101", out var device));
            await app.Get<TeamStore>().AddAsync(new("ana", "Ana", Role.Admin, [], device), Never);
        }

        await app.Ledger.HandleAsync(TestApp.Id, app.CustomerWrites("Call me", "sms.0"), null, keepRefusal: true, kept: false, Never);
        var request = Request(app.Token(), $$"""{"callId":"{{CallId}}"}""");
        var result = await app.New<CallFunctions>().PlaceAsync(request, TestApp.Id.ToString(), app.Durable, Never);
        return Assert.IsType<IStatusCodeHttpResult>(result, exactMatch: false).StatusCode ?? 200;
    }

    private static async Task<int> SayAsync(TestApp app, string what, string? token = null)
    {
        var callback = JsonSerializer.Serialize(new[]
        {
            new
            {
                id = "event-1",
                source = "calling/callConnections/line-1",
                type = $"Microsoft.Communication.{what}",
                specversion = "1.0",
                time = app.Time.GetUtcNow(),
                data = new { callConnectionId = TestGateway.LineOf(CallId) },
            },
        });
        var request = Request(token ?? app.Token(TestIssuer.Provider), callback);
        var result = await app.New<CallFunctions>().WebhookAsync(request, CallId, app.Durable, Never);
        return Assert.IsType<IStatusCodeHttpResult>(result, exactMatch: false).StatusCode ?? 200;
    }

    private static async Task<(int Status, byte[] Sound)> FetchAsync(TestApp app, string name)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        var body = new MemoryStream();
        context.Response.Body = body;
        await (await app.New<CallFunctions>().SoundAsync(context.Request, name, Never)).ExecuteAsync(context);
        return (context.Response.StatusCode, body.ToArray());
    }

    private static HttpRequest Request(string token, string body)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        request.ContentLength = request.Body.Length;
        request.Headers.Authorization = $"Bearer {token}";
        return request;
    }
}
