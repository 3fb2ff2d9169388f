using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Http;
using ZuperConnect.Functions.Live;
using ZuperConnect.Functions.Tests.Http;
using ZuperConnect.Live;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Live;

/// <summary>Live updates in Azure: the requests to the service and the responses to pages.</summary>
public sealed class SignalRServiceTests(TestStorage storage)
{
    private static CancellationToken Never => CancellationToken.None;

    [Fact]
    public async Task Hints_are_sent_to_the_users_and_to_nobody_else()
    {
        using var hub = new TestHub();
        LiveHint[] hints = [new ConversationChanged(TestApp.Id, 3)];

        await new SignalRService(new(Task.FromResult<ServiceHubContext>(hub))).SendAsync(["ana", "ben"], hints, Never);

        var (users, method, arguments) = Assert.Single(hub.Sent);
        Assert.Equal(["ana", "ben"], users);
        Assert.Equal("changed", method);
        Assert.Same(hints, Assert.Single(arguments));
    }

    [Fact]
    public async Task A_page_is_sent_to_the_service_as_the_user_that_it_is()
    {
        await using var app = await TestApp.StartAsync(storage);
        using var hub = new TestHub();
        var functions = new LiveFunctions(app.Get<ZuperConnect.Http.LiveApi>(), new(new(Task.FromResult<ServiceHubContext>(hub))));

        var (status, body) = await AnswerAsync(app, await functions.NegotiateAsync(Request(app, "ana"), Never));

        Assert.Equal(
            (200, """{"url":"https://name.service.signalr.net/client/?hub=inbox","accessToken":"token of ana"}"""), (status, body));
    }

    [Fact]
    public async Task Where_there_is_no_service_a_page_is_told_so()
    {
        await using var app = await TestApp.StartAsync(storage);

        var (status, body) = await AnswerAsync(app, await app.New<LiveFunctions>().NegotiateAsync(Request(app, "ana"), Never));

        Assert.Equal((404, "noLiveUpdates"), (status, JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Who_may_not_see_conversations_is_not_let_in()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.New<HealthFunctions>().MeAsync(Request(app, "ana"), Never);

        Assert.Equal(403, (await AnswerAsync(app, await app.New<LiveFunctions>().NegotiateAsync(Request(app, "eve"), Never))).Status);
        Assert.Equal(
            401, (await AnswerAsync(app, await app.New<LiveFunctions>().NegotiateAsync(new DefaultHttpContext().Request, Never))).Status);
    }

    [Fact]
    public async Task A_commit_of_an_entity_is_told_of()
    {
        await using var app = await TestApp.StartAsync(storage);

        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.Equal([new ConversationChanged(TestApp.Id, 1)], await app.Get<LiveHints>().ReadAllAsync(Never));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("https://name.service.signalr.net", true)]
    public void The_service_is_used_where_its_address_is_set(string? address, bool isUsed)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("SignalR:Endpoint", address)]).Build();

        var services = new ServiceCollection().AddSignalRService(settings);

        Assert.Equal(isUsed, services.Any(service => service.ServiceType == typeof(SignalRService)));
        Assert.Equal(isUsed, services.Any(service => service.ServiceType == typeof(IHostedService)));
    }

    private static HttpRequest Request(TestApp app, string userId)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Headers.Authorization = $"Bearer {app.Token(new Author(userId, userId))}";
        return context.Request;
    }

    private static async Task<(int Status, string Body)> AnswerAsync(TestApp app, IResult result)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = body } };
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class TestHub : ServiceHubContext
    {
        private readonly TestClients _clients = new();

        public List<(IReadOnlyList<string> Users, string Method, object?[] Arguments)> Sent => _clients.Sent;

        public override IHubClients Clients => _clients;

        public override ValueTask<NegotiationResponse> NegotiateAsync(
            NegotiationOptions? negotiationOptions = null, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new NegotiationResponse
            {
                Url = "https://name.service.signalr.net/client/?hub=inbox",
                AccessToken = $"token of {negotiationOptions?.UserId}",
            });
    }

    private sealed class TestClients : IHubClients
    {
        public List<(IReadOnlyList<string> Users, string Method, object?[] Arguments)> Sent { get; } = [];

        public IClientProxy All => throw new NotSupportedException();

        public IClientProxy Users(IReadOnlyList<string> userIds) =>
            new TestProxy((method, arguments) => Sent.Add((userIds, method, arguments)));

        public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) => throw new NotSupportedException();

        public IClientProxy Client(string connectionId) => throw new NotSupportedException();

        public IClientProxy Clients(IReadOnlyList<string> connectionIds) => throw new NotSupportedException();

        public IClientProxy Group(string groupName) => throw new NotSupportedException();

        public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => throw new NotSupportedException();

        public IClientProxy Groups(IReadOnlyList<string> groupNames) => throw new NotSupportedException();

        public IClientProxy User(string userId) => throw new NotSupportedException();
    }

    private sealed class TestProxy(Action<string, object?[]> send) : IClientProxy
    {
        public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            send(method, args);
            return Task.CompletedTask;
        }
    }
}
