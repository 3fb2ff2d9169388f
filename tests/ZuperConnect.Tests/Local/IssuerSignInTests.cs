using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Local;

/// <summary>Sign-in at an OpenID Connect issuer on the local host, and what is then reached from outside.</summary>
public sealed class IssuerSignInTests(TestStorage storage) : IAsyncLifetime
{
    /// <summary>An id as issuers write it, which nobody can choose as a name.</summary>
    private const string Carla = "auth0|6561f0c2a9";

    private TestIssuer _issuer = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _issuer = await TestIssuer.StartAsync();

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Fact]
    public async Task From_outside_a_user_of_the_issuer_reaches_the_inbox_and_nobody_else_does()
    {
        await using var inbox = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await inbox.AskAsync("api/numbers", await _issuer.SignInAsync())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await inbox.AskAsync("api/numbers", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await inbox.AskAsync("api/health", null)).StatusCode);

        _issuer.TokensAreFor = "something else";
        Assert.Equal(HttpStatusCode.Unauthorized, (await inbox.AskAsync("api/numbers", await _issuer.SignInAsync())).StatusCode);
    }

    [Fact]
    public async Task Nobody_chooses_a_name_and_nothing_that_needs_no_sign_in_is_there()
    {
        await using var inbox = await StartAsync();
        foreach (var client in new[] { inbox.Here, inbox.Outside })
        {
            foreach (var (method, path) in new[]
            {
                ("POST", "local/sign-in"), ("GET", "local/sign-in/keys"), ("GET", "local/sign-in/.well-known/openid-configuration"),
                ("POST", "local/phone/sms"), ("GET", "local/phone/calls"), ("GET", "phone.html"),
            })
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = JsonContent.Create(new { userId = "ana" }) };
                Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request, Cancellation)).StatusCode);
            }

            using var events = JsonContent.Create(Array.Empty<object>());
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await client.PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", events, Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task The_page_learns_where_its_users_sign_in_and_may_ask_there()
    {
        await using var inbox = await StartAsync(page: BuiltPage());

        using var config = await inbox.AskAsync("config.json", null);
        Assert.Equal(
            $$"""{"api":"","signIn":"oidc","issuer":"{{_issuer.Address}}","clientId":"page","scope":"inbox"}""",
            await config.Content.ReadAsStringAsync(Cancellation));
        using var page = await inbox.AskAsync("inbox/all", null);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(
            $"; connect-src 'self' {_issuer.Address}; ", Assert.Single(page.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_admin_is_the_one_of_the_setting_and_others_wait_for_permission()
    {
        await using var inbox = await StartAsync(Carla);

        _issuer.UserId = "google-oauth2|104";
        Assert.Equal("member", await RoleAsync(inbox));
        _issuer.UserId = Carla;
        Assert.Equal("admin", await RoleAsync(inbox));
    }

    [Fact]
    public async Task Users_who_chose_their_names_before_may_do_nothing_with_an_issuer_and_the_conversations_stay()
    {
        var folder = storage.NewFolder();
        await using (var chosen = await RunningInbox.StartInAsync(folder))
        {
            await chosen.CustomerWritesAsync("Is my boiler ready?");
        }

        await using var inbox = await StartAsync(Carla, folder);

        Assert.Equal("member", await RoleAsync(inbox));
        Assert.Equal(HttpStatusCode.Forbidden, (await inbox.AskAsync("api/conversations", await _issuer.SignInAsync())).StatusCode);
        _issuer.UserId = Carla;
        Assert.Equal("admin", await RoleAsync(inbox));
        Assert.Contains(
            "Is my boiler ready?", await (await inbox.AskAsync("api/conversations", await _issuer.SignInAsync()))
                .Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_may_give_ids_that_look_like_names_and_they_keep_their_permissions()
    {
        var folder = storage.NewFolder();
        await using (var first = await StartAsync("ana", folder))
        {
            Assert.Equal("admin", await RoleAsync(first));
        }

        await using var again = await StartAsync("ben", folder);
        Assert.Equal("admin", await RoleAsync(again));
    }

    [Fact]
    public async Task With_another_issuer_its_first_admin_begins_anew()
    {
        var folder = storage.NewFolder();
        _issuer.UserId = Carla;
        await using (var first = await StartAsync(Carla, folder))
        {
            Assert.Equal("admin", await RoleAsync(first));
        }

        await _issuer.DisposeAsync();
        _issuer = await TestIssuer.StartAsync();
        await using var other = await StartAsync("google-oauth2|104", folder);
        _issuer.UserId = Carla;
        Assert.Equal("member", await RoleAsync(other));
        _issuer.UserId = "google-oauth2|104";
        Assert.Equal("admin", await RoleAsync(other));
    }

    [Fact]
    public async Task An_inbox_with_an_issuer_does_not_start_without_it()
    {
        var folder = storage.NewFolder();
        await using (await StartAsync(folder: folder))
        {
        }

        var refused = await Assert.ThrowsAsync<LocalStartException>(() => RunningInbox.StartInAsync(folder));
        Assert.Contains(_issuer.Address, refused.Message, StringComparison.Ordinal);
        await using var again = await StartAsync(folder: folder);
        Assert.Equal("admin", await RoleAsync(again));
    }

    [Fact]
    public async Task With_Twilio_a_text_arrives_from_outside_and_is_read_from_outside()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await IssuerInbox.StartAsync(storage.NewFolder(), With(twilio.Settings()));
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, inbox.Address);
        var token = await _issuer.SignInAsync();
        using var discovered = await IssuerInbox.SendAsync(inbox.Outside, HttpMethod.Post, "api/numbers/discover", token);
        Assert.Equal(HttpStatusCode.OK, discovered.StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await twilio.TextAsync("Is my boiler ready?")).Answer!.StatusCode);

        Assert.Contains(
            "Is my boiler ready?", await (await inbox.AskAsync("api/conversations", token)).Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        using var sms = JsonContent.Create(new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Hello" });
        Assert.Equal(HttpStatusCode.NotFound, (await inbox.Here.PostAsync("local/phone/sms", sms, Cancellation)).StatusCode);
        using var events = JsonContent.Create(Array.Empty<object>());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await inbox.Here.PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", events, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Other_host_names_are_refused()
    {
        await using var inbox = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/health") { Headers = { Host = "evil.example" } };

        Assert.Equal(HttpStatusCode.BadRequest, (await inbox.Here.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Browsers_are_told_to_use_https_alone_where_they_did()
    {
        await using var inbox = await StartAsync();

        Assert.Equal("max-age=31536000", await StrictTransportAsync(inbox.Outside, IssuerInbox.PublicAddress));
        Assert.Null(await StrictTransportAsync(inbox.Outside, "http://inbox.example/"));
        Assert.Null(await StrictTransportAsync(inbox.Here, ""));
    }

    [Fact]
    public async Task A_proxy_on_another_machine_is_believed_only_if_it_is_known()
    {
        var here = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .FirstOrDefault(one => one.Address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(one.Address))?.Address;
        Assert.SkipWhen(here is null, "This machine has no address that another could use.");
        var settings = With([]);
        await using (var unknown = await IssuerInbox.StartAsync(storage.NewFolder(), settings, $"http://{here}:0", expose: true))
        {
            Assert.Null(await StrictTransportAsync(unknown.Outside, IssuerInbox.PublicAddress));
        }

        settings["KnownProxies"] = $"172.30.0.0/24, {here}";
        await using var known = await IssuerInbox.StartAsync(storage.NewFolder(), settings, $"http://{here}:0", expose: true);
        Assert.Equal("max-age=31536000", await StrictTransportAsync(known.Outside, IssuerInbox.PublicAddress));
        Assert.Equal(HttpStatusCode.OK, (await known.AskAsync("api/numbers", await _issuer.SignInAsync())).StatusCode);
    }

    [Theory]
    [InlineData("Auth:Authority", null)]
    [InlineData("Auth:Authority", "http://issuer.example")]
    [InlineData("Auth:Audience", "")]
    [InlineData("Auth:PageClientId", null)]
    [InlineData("Auth:FirstAdmin", null)]
    [InlineData("Auth:Scope", "inbox admin")]
    public void A_setting_that_is_missing_or_wrong_is_named_at_the_start(string name, string? value)
    {
        var settings = With(new() { [name] = value });

        var refused = Assert.Throws<LocalStartException>(Options(settings).InboxSettings);

        Assert.Contains($"  {name} is ", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Message.Split('\n')[1..]);
    }

    [Fact]
    public void Proxies_are_addresses_or_networks() => Assert.Contains(
        "'caddy'",
        Assert.Throws<LocalStartException>(Options(With(new() { ["KnownProxies"] = "172.30.0.2, caddy" })).InboxSettings).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_demo_has_no_issuer() =>
        Assert.Throws<LocalStartException>((Options(With([])) with { Demo = true }).RefuseContradictions);

    [Theory]
    [InlineData("https://login.microsoftonline.com/c1b5/v2.0", "inbox-id/inbox")]
    [InlineData("https://inbox.eu.auth0.com/", "inbox")]
    public void Entra_is_asked_for_a_scope_by_its_application(string authority, string requested) =>
        Assert.Equal(
            requested,
            Options(With(new() { ["Auth:Authority"] = authority, ["Auth:Audience"] = "inbox-id" })).Issuer()!.RequestedScope);

    [Fact]
    public async Task The_program_starts_with_settings_of_the_environment_and_secrets_in_files()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var data = new LocalData();
        var (credentials, port) = (storage.NewFolder(), FreePorts.Take(1)[0]);
        Directory.CreateDirectory(credentials);
        var (secrets, settings) = (twilio.Settings(), With([]));
        string[] secret = ["Twilio:ApiKeySecret", "Twilio:AuthToken"];
        foreach (var name in secret)
        {
            await File.WriteAllTextAsync(Path.Combine(credentials, Variable(name)), $"{secrets[name]}\n", Cancellation);
        }

        await using var program = await LocalProgram.StartAsync(
            data, port,
            [
                .. from setting in secrets.Concat(settings).Where(setting => !secret.Contains(setting.Key)).DistinctBy(one => one.Key)
                   select (Variable(setting.Key), setting.Value!),
                ("CREDENTIALS_DIRECTORY", credentials),
            ]);

        await program.SaysAsync(_issuer.Address);
        Assert.Contains(IssuerInbox.PublicAddress, program.Output, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/") };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/numbers", Cancellation)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", await _issuer.SignInAsync());
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, http.BaseAddress);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("api/numbers/discover", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await twilio.TextAsync("Hello")).Answer!.StatusCode);

        static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
    }

    private Task<IssuerInbox> StartAsync(string firstAdmin = "ana", string? folder = null, string? page = null) =>
        IssuerInbox.StartAsync(folder ?? storage.NewFolder(), IssuerInbox.Settings(_issuer, firstAdmin), page: page);

    private Dictionary<string, string?> With(Dictionary<string, string?> others)
    {
        var settings = IssuerInbox.Settings(_issuer);
        foreach (var (name, value) in others)
        {
            settings[name] = value;
        }

        return settings;
    }

    private LocalOptions Options(Dictionary<string, string?> settings) =>
        new("http://127.0.0.1:0", storage.NewFolder(), Settings: settings);

    /// <summary>A page of one document.</summary>
    private string BuiltPage()
    {
        var folder = storage.NewFolder();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "index.html"), "<!doctype html><title>ZuperConnect</title>");
        return folder;
    }

    /// <summary>The role of the issuer's user.</summary>
    private async Task<string> RoleAsync(IssuerInbox inbox)
    {
        using var me = await inbox.AskAsync("api/me", await _issuer.SignInAsync());
        return (string)(await me.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["role"]!;
    }

    private static async Task<string?> StrictTransportAsync(HttpClient client, string root)
    {
        using var answer = await client.GetAsync($"{root}api/openapi.json", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.TryGetValues("Strict-Transport-Security", out var values) ? Assert.Single(values) : null;
    }
}
