using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Http;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Every route of the API with every kind of user. A route that is missing in the table makes the test fail.</summary>
public sealed class WhoMayDoWhatTests(TestStorage storage) : InboxTest(storage)
{
    private const string Anyone = "anyone";
    private const string Provider = "the provider";
    private const string SignedIn = "signed in";
    private const string AnyMember = "any member";
    private const string Admin = "admin";
    private const string Conversations = "conversations";
    private const string Phone = "phone";
    private const string CallLogs = "callLogs";

    private static readonly Dictionary<Route, string> Table = new()
    {
        [new("GET", Routes.Conversations)] = Conversations,
        [new("GET", Routes.Conversation)] = Conversations,
        [new("PATCH", Routes.Conversation)] = Conversations,
        [new("DELETE", Routes.Conversation)] = Admin,
        [new("POST", Routes.Marks)] = Conversations,
        [new("GET", Routes.Counts)] = Conversations,
        [new("PUT", Routes.Presence)] = Conversations,
        [new("POST", Routes.LiveNegotiation)] = Conversations,
        [new("GET", Routes.Timeline)] = Conversations,
        [new("POST", Routes.Messages)] = Conversations,
        [new("POST", Routes.Resend)] = Conversations,
        [new("PATCH", Routes.Message)] = Conversations,
        [new("DELETE", Routes.Message)] = Conversations,
        [new("POST", Routes.SendNow)] = Conversations,
        [new("POST", Routes.Comments)] = Conversations,
        [new("GET", Routes.SavedReplies)] = Conversations,
        [new("PUT", Routes.SavedReply)] = Conversations,
        [new("DELETE", Routes.SavedReply)] = Conversations,
        [new("GET", Routes.Webhooks)] = Admin,
        [new("PUT", Routes.Webhook)] = Admin,
        [new("DELETE", Routes.Webhook)] = Admin,
        [new("POST", Routes.WebhookTest)] = Admin,
        [new("GET", Routes.WebhookDeliveries)] = Admin,
        [new("POST", Routes.ConversationCalls)] = Phone,
        [new("POST", Routes.ConversationJobs)] = Conversations,
        [new("GET", Routes.Jobs)] = Conversations,
        [new("PATCH", Routes.Job)] = Conversations,
        [new("POST", Routes.Conversations)] = Conversations,
        [new("POST", Routes.ConversationCustomer)] = Conversations,
        [new("GET", Routes.Customers)] = Conversations,
        [new("POST", Routes.Customers)] = Conversations,
        [new("GET", Routes.Customer)] = Conversations,
        [new("PUT", Routes.Customer)] = Conversations,
        [new("DELETE", Routes.Customer)] = Admin,
        [new("POST", Routes.CustomerMerge)] = Conversations,
        [new("POST", Routes.CustomerImport)] = Conversations,
        [new("GET", Routes.CustomerExport)] = Conversations,
        [new("GET", Routes.OptOuts)] = Conversations,
        [new("PUT", Routes.OptOut)] = AnyMember,
        [new("POST", Routes.OptOutImport)] = Conversations,
        [new("GET", Routes.OptOutExport)] = Conversations,
        [new("GET", Routes.Search)] = Conversations,
        [new("GET", Routes.Statistics)] = Conversations,
        [new("GET", Routes.StatisticsExport)] = Conversations,
        [new("GET", Routes.SearchRebuild)] = Admin,
        [new("POST", Routes.SearchRebuild)] = Admin,
        [new("GET", Routes.Calls)] = CallLogs,
        [new("GET", Routes.Recording)] = Conversations,
        [new("DELETE", Routes.Recording)] = Admin,
        [new("POST", Routes.RecordingTickets)] = Conversations,
        [new("POST", Routes.Uploads)] = Conversations,
        [new("GET", Routes.Attachment)] = Conversations,
        [new("POST", Routes.AttachmentTickets)] = Conversations,
        [new("GET", Routes.Media)] = Provider,
        [new("GET", Routes.Command)] = Conversations,
        [new("GET", Routes.Work)] = Admin,
        [new("POST", Routes.WorkRetry)] = Admin,
        [new("GET", Routes.Unprocessed)] = Admin,
        [new("DELETE", Routes.UnprocessedEvent)] = Admin,
        [new("POST", Routes.UnprocessedRetry)] = Admin,
        [new("POST", Routes.CallWebhook)] = Provider,
        [new("GET", Routes.Sound)] = Anyone,
        [new("GET", Routes.Numbers)] = AnyMember,
        [new("GET", Routes.NumberDiscovery)] = Admin,
        [new("POST", Routes.NumberDiscovery)] = Admin,
        [new("PUT", Routes.Number)] = Admin,
        [new("PUT", Routes.Greeting)] = Admin,
        [new("GET", Routes.Members)] = Conversations,
        [new("GET", Routes.Team)] = Admin,
        [new("PUT", Routes.Member)] = Admin,
        [new("DELETE", Routes.Member)] = Admin,
        [new("GET", Routes.Audit)] = Admin,
        [new("GET", Routes.Me)] = SignedIn,
        [new("PUT", Routes.Me)] = AnyMember,
        [new("GET", Routes.Health)] = Anyone,
        [new("GET", Routes.OpenApi)] = Anyone,
    };

    private static readonly string[] Users = ["nobody", "stranger", Conversations, Phone, CallLogs, Admin];
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var team = _inbox.Services.GetRequiredService<TeamStore>();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            await team.AddAsync(new($"has{permission}".ToLowerInvariant(), "Has one", Role.Member, [permission], null),
                TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Every_route_is_in_the_table() =>
        Assert.Equal(Routes.All.Select(route => $"{route}").Order(), Table.Keys.Select(route => $"{route}").Order());

    [Fact]
    public async Task Each_route_lets_in_who_may_and_nobody_else()
    {
        foreach (var user in Users)
        {
            var token = user is "nobody"
                ? null : await _inbox.TokenAsync(user switch { "stranger" => "eve", Admin => "ana", _ => $"has{user}" });
            foreach (var (route, needed) in Table)
            {
                var response = await SendAsync(route, token);
                var expected = needed switch
                {
                    Anyone => 0,
                    Provider => 401,
                    _ when user is "nobody" => 401,
                    SignedIn => 0,
                    AnyMember => user is "stranger" ? 403 : 0,
                    _ => user == needed || user is Admin ? 0 : 403,
                };
                var got = (int)response.StatusCode is 401 or 403 ? (int)response.StatusCode : 0;
                Assert.True(expected == got
                    && (int)response.StatusCode < 500, $"{user} got {(int)response.StatusCode} from {route.Method} {route.Template}.");
                if (got is 403)
                {
                    var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    Assert.DoesNotContain("14255550100", body, StringComparison.Ordinal);
                    Assert.Contains("notAllowed", body, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task No_answer_about_people_is_kept_by_a_browser_or_taken_for_what_it_is_not()
    {
        await _inbox.CustomerWritesAsync("Hello");
        foreach (var token in new[] { await _inbox.TokenAsync("ana"), await _inbox.TokenAsync("eve"), null })
        {
            foreach (var route in Table.Keys.Where(route => route.Template is not Routes.Sound))
            {
                var response = await SendAsync(route, token);
                Assert.True(
                    response.Headers.CacheControl is { NoStore: true, Public: false }, $"{route.Method} {route.Template} may be kept.");
                Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Route route, string? token)
    {
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        var path = string.Join('/', route.Template.Split('/').Select(part => part switch
        {
            "{name}" => "tone.wav",
            "{userId}" => "nobody",
            "{number}" => RunningInbox.Dispatch,
            "{callId}" => Guid.Empty.ToString(),
            _ => part.StartsWith('{') ? RunningInbox.ConversationId : part,
        }));
        using var request = new HttpRequestMessage(HttpMethod.Parse(route.Method), path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        if (route.Method is not "GET")
        {
            request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        }

        return await anyone.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
