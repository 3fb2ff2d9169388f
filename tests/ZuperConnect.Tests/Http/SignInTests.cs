using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Http;
using ZuperConnect.Local.Team;
using ZuperConnect.Sounds;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class SignInTests(TestStorage storage) : InboxTest(storage)
{
    private static readonly string[] Open = [Routes.Health, Routes.OpenApi, Routes.Sound];
    [Fact]
    public async Task Every_route_but_health_the_document_and_sounds_needs_a_token()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var before = await _inbox.RowsAsync();
        foreach (var route in Routes.All)
        {
            var response = await SendAsync(route, null);
            if (Open.Contains(route.Template))
            {
                Assert.True(response.IsSuccessStatusCode);
                continue;
            }

            await RunningInbox.ProblemAsync(response, 401);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }

        Assert.Equal(before.Select(row => row.ETag), (await _inbox.RowsAsync()).Select(row => row.ETag));
    }

    [Fact]
    public async Task Token_that_does_not_count_is_refused()
    {
        var issuer = _inbox.Services.GetRequiredService<LocalIssuer>();
        var ana = new User("ana", "Ana");
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = issuer.Token(ana, TimeSpan.FromMinutes(1));
        var parts = good.Split('.');
        string[] refused =
        [
            issuer.Token(ana, TimeSpan.FromMinutes(-1)),
            new LocalIssuer(strange, TimeProvider.System).Token(ana, TimeSpan.FromMinutes(1)),
            $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{Base64("""{"sub":"ben","iss":"zuperconnect-local","aud":"zuperconnect","exp":4102444800}""")}.{parts[2]}",
            good[..^4] + (good[^4] is 'A' ? 'B' : 'A') + good[^3..],
            "nonsense",
            "a.b.c",
            "",
        ];

        Assert.True((await SendAsync(new("GET", Routes.Me), good)).IsSuccessStatusCode);
        foreach (var token in refused)
        {
            var response = await SendAsync(new("GET", Routes.Conversations), token);
            await RunningInbox.ProblemAsync(response, 401);
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_says_who_it_is()
    {
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        var me = await _inbox.GetAsync("api/me");
        Assert.Equal(("ben", "Ben"), ((string)me["userId"]!, (string)me["name"]!));
    }

    [Fact]
    public async Task Who_signs_in_for_the_first_time_is_a_member_who_may_do_nothing()
    {
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("eve"));
        Assert.Equal(
            """
            {"userId":"eve","name":"Eve","role":"member","permissions":[],"device":null,"deviceDisplay":null,"away":false,
            "canSendPictures":true}
            """.ReplaceLineEndings(""),
            (await _inbox.GetAsync("api/me")).ToJsonString());
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri(Routes.Conversations, UriKind.Relative), TestContext.Current.CancellationToken), 403);
    }

    [Theory]
    [InlineData("""{"userId":""}""")]
    [InlineData("""{"userId":"../ana"}""")]
    [InlineData("""{"userId":null}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task Nobody_signs_in_without_a_name(string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync("local/sign-in", content, TestContext.Current.CancellationToken), 400);
    }

    private static string Base64(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task<HttpResponseMessage> SendAsync(Route route, string? token)
    {
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(route.Method),
            route.Template.Replace("{id}", RunningInbox.ConversationId, StringComparison.Ordinal)
                .Replace("{itemId}", "x", StringComparison.Ordinal)
                .Replace("{name}", SoundFiles.Tone, StringComparison.Ordinal));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (route.Method is not "GET")
        {
            request.Content = new StringContent("""{"status":"closed","text":"Hello"}""", MediaTypeHeaderValue.Parse("application/json"));
        }

        return await anyone.SendAsync(request);
    }
}
