using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Http;
using ZuperConnect.Storage;
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
        app.Entities.HoldsSignals = true;

        var (status, pending) = await MarkAsync(app, """{"status":"closed","seenThrough":1}""");
        var commandId = pending.GetProperty("commandId").GetString()!;
        var (before, _) = await LookAsync(app, commandId);
        await app.Entities.DeliverHeldAsync();
        var (after, body) = await LookAsync(app, commandId);

        Assert.Equal((202, 202, 200), (status, before, after));
        Assert.Equal("closed", body.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("14255550100-12065550198")]
    [InlineData("12125550100-12065550199")]
    public async Task A_conversation_that_is_not_there_is_refused_and_nothing_is_written(string id)
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var (rows, signals) = (await RowsAsync(app), app.Entities.Signals.Count);

        var (marked, _) = await MarkAsync(app, """{"status":"closed"}""", id);
        var comment = Request(app, """{"text":"Call back"}""");
        var (commented, _) = await ReadAsync(
            app, comment, await app.New<TimelineFunctions>().CommentAsync(comment, id, app.Durable, Never));

        Assert.Equal((404, 404), (marked, commented));
        Assert.Equal(rows, await RowsAsync(app));
        Assert.Equal(signals, app.Entities.Signals.Count);
    }

    [Fact]
    public async Task A_reply_to_a_sender_that_is_no_phone_number_is_refused_and_nothing_is_written()
    {
        await using var app = await TestApp.StartAsync(storage);
        Assert.True(ConversationId.TryParse("14255550100-72975", out var id));
        await app.Ledger.HandleAsync(id, app.CustomerWrites("Your code is 1234"), null, keepRefusal: true, kept: false, Never);
        var rows = await RowsAsync(app);

        var request = Request(app, """{"text":"Who is this?"}""");
        var (status, body) = await ReadAsync(
            app, request, await app.New<MessageFunctions>().ReplyAsync(request, id.ToString(), app.Durable, Never));

        Assert.Equal((422, "cannotBeTexted"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(rows, await RowsAsync(app));
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token()
    {
        await using var app = await TestApp.StartAsync(storage);

        var result = await app.New<HealthFunctions>().MeAsync(new DefaultHttpContext().Request, Never);

        Assert.Equal(401, Assert.IsType<IStatusCodeHttpResult>(result, exactMatch: false).StatusCode);
    }

    private static async Task<(int Status, JsonElement Body)> MarkAsync(TestApp app, string body, string? id = null)
    {
        var request = Request(app, body);
        return await ReadAsync(
            app, request, await app.New<ConversationFunctions>().MarkAsync(request, id ?? TestApp.Id.ToString(), app.Durable, Never));
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(TestApp app) =>
        await app.Get<StorageTables>().Inbox.QueryAsync(RowQuery.All, Never)
            .Select(row => $"{row.PartitionKey} {row.RowKey}").ToListAsync(Never);

    private static async Task<(int Status, JsonElement Body)> LookAsync(TestApp app, string commandId)
    {
        var request = Request(app, "");
        return await ReadAsync(app, request, await app.New<HealthFunctions>().CommandAsync(request, commandId, Never));
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
        return (context.Response.StatusCode,
            await JsonSerializer.DeserializeAsync<JsonElement>(context.Response.Body, cancellationToken: Never));
    }
}
