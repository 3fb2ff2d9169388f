using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Functions.Http;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Http;

public class CommandsTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_command_answers_with_its_effect()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));

        var (status, body) = await MarkAsync(app, """{"status":"closed","seenThrough":1}""");

        Assert.Equal((200, "closed"), (status, body.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_refused_command_answers_with_a_problem()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));

        var (status, body) = await MarkAsync(app, """{"status":"closed","seenThrough":0}""");

        Assert.Equal((409, "notSeen"), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_command_that_is_not_taken_in_time_answers_with_the_address_that_will_tell()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.Asleep = true;

        var (status, pending) = await MarkAsync(app, """{"status":"closed","seenThrough":1}""");
        var commandId = pending.GetProperty("commandId").GetString()!;
        var (before, _) = await LookAsync(app, commandId);
        await app.Entities.WakeAsync();
        var (after, body) = await LookAsync(app, commandId);

        Assert.Equal((202, 202, 200), (status, before, after));
        Assert.Equal("closed", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token()
    {
        await using var app = await TestApp.StartAsync(storage);

        var result = await app.New<InboxFunctions>().MeAsync(new DefaultHttpContext().Request);

        Assert.Equal(401, Assert.IsType<IStatusCodeHttpResult>(result, exactMatch: false).StatusCode);
    }

    private static async Task<(int Status, JsonElement Body)> MarkAsync(TestApp app, string body)
    {
        var request = Request(app, body);
        return await ReadAsync(app, request, await app.New<ConversationFunctions>().MarkAsync(request, TestApp.Id.ToString(), app.Durable, Never));
    }

    private static async Task<(int Status, JsonElement Body)> LookAsync(TestApp app, string commandId)
    {
        var request = Request(app, "");
        return await ReadAsync(app, request, await app.New<InboxFunctions>().CommandAsync(request, commandId, Never));
    }

    private static HttpRequest Request(TestApp app, string body)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        request.Headers.Authorization = $"Bearer {app.Token()}";
        return request;
    }

    private static async Task<(int Status, JsonElement Body)> ReadAsync(TestApp app, HttpRequest request, IResult result)
    {
        var context = request.HttpContext;
        context.RequestServices = app.Services;
        context.Response.Body = new MemoryStream();
        await result.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, await JsonSerializer.DeserializeAsync<JsonElement>(context.Response.Body, cancellationToken: Never));
    }
}
