using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.Playwright;
using ZuperConnect.Team;
using ZuperConnect.Tests.Local;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests.Deployed;

/// <summary>
/// The page as in Azure: at a separate origin, with sign-in at an OpenID Connect issuer, and with the inbox at another origin.
/// </summary>
public sealed class IssuerSignInTests(Chromium chromium) : PageTest(chromium)
{
    private const string Place = $"/inbox/all/open/all/{Conversation}";
    private const string Draft = "Half a sentence";

    private readonly Chromium _chromium = chromium;
    private TestIssuer _issuer = null!;
    private DeployedPage _deployed = null!;

    public override async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        await base.InitializeAsync();
        _deployed = await DeployedPage.StartAsync(_chromium.Page, InboxAddress.GetLeftPart(UriPartial.Authority), _issuer.Address);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await _deployed.DisposeAsync();
            await _issuer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_signs_in_comes_back_to_the_address_asked_for_and_stays_signed_in()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await PageAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        Assert.EndsWith(Place, page.Url, StringComparison.Ordinal);

        await page.ReloadAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        Assert.Equal(1, _issuer.Codes);
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_renewed_and_the_page_goes_on()
    {
        _issuer.Lifetime = TimeSpan.FromSeconds(32);
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await PageAsync();
        var tokens = new HashSet<string>();
        page.Request += (_, request) =>
        {
            if (request.Headers.TryGetValue("authorization", out var token))
            {
                tokens.Add(token);
            }
        };
        await Composer(page).FillAsync(Draft);
        await UntilAsync(() => tokens.Count > 1);
        Assert.True(_issuer.Renewals > 0);
        await CustomerWritesAsync("Is anybody there?");
        await Expect(Timeline(page)).ToContainTextAsync("Is anybody there?");
        await Expect(Composer(page)).ToHaveValueAsync(Draft);
        Assert.Equal(1, _issuer.Codes);
    }

    [Fact]
    public async Task Where_renewing_fails_the_issuer_is_asked_again_and_nothing_written_is_lost()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        _issuer.Lifetime = TimeSpan.FromSeconds(32);
        var page = await PageAsync();
        await Composer(page).FillAsync(Draft);
        _issuer.Renews = false;
        _issuer.Lifetime = TimeSpan.FromHours(1);
        await UntilAsync(() => _issuer.Codes > 1);
        await Expect(Composer(page)).ToHaveValueAsync(Draft);
        await Expect(page).ToHaveURLAsync(new Regex($"{Place}$"));
    }

    [Fact]
    public async Task Who_signs_out_is_signed_out_at_the_issuer_too()
    {
        var page = await PageAsync("/calls");
        await Button(page, "Sign out").ClickAsync();
        await Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await Button(page, "Sign in").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in as Ana" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_issuer_refuses_is_said_in_its_words_and_can_be_tried_again()
    {
        const string Reason = "Ana is not assigned to a role for the application.";
        _issuer.Refusal = Reason;
        var page = await WindowAsync(_deployed.Address);
        await page.GotoAsync("/calls");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Reason);
        await AccessibilityTests.HasNoViolationsAsync(page);

        _issuer.Refusal = null;
        await Button(page, "Try again").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as Ana" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Calls", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_reached_is_named()
    {
        var page = await WindowAsync(_deployed.Address);
        await page.RouteAsync($"{_issuer.Address}/**", route => route.AbortAsync());
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(new Uri(_issuer.Address).Authority);
    }

    [Fact]
    public async Task A_token_that_the_inbox_does_not_take_leads_to_no_circle()
    {
        _issuer.TokensAreFor = "something else";
        var page = await WindowAsync(_deployed.Address);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as Ana" }).ClickAsync();
        await Expect(page.GetByText("Your sign-in has ended.")).ToBeVisibleAsync();
        Assert.Equal(1, _issuer.Codes);
    }

    [Fact]
    public async Task Its_headers_are_those_of_the_local_host_but_for_what_is_of_another_origin()
    {
        using var here = await GetAsync("settings");
        using var http = new HttpClient();
        using var deployed = await http.GetAsync(new Uri($"{_deployed.Address}/settings"), TestContext.Current.CancellationToken);
        string[] others = [
            "Cache-Control", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"];
        Assert.All(others, name => Assert.Equal(here.Headers.GetValues(name), deployed.Headers.GetValues(name)));
        Assert.Equal(Policy(here, ofItself: true), Policy(deployed, ofItself: true));
        Assert.Empty(Policy(here).Except(Policy(deployed)));

        using var missing = await http.GetAsync(
            new Uri($"{_deployed.Address}/assets/nothing-here.js"), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(_ => BearerTokenValidator.Of(
            $"{_issuer.Address}/.well-known/openid-configuration", TestIssuer.Audience, new HttpDocumentRetriever { RequireHttps = false })
                .WithScope(TestIssuer.Scope));
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.SetIsOriginAllowed(origin => origin == _deployed.Address).AllowAnyHeader().AllowAnyMethod()));
        services.AddSingleton<IStartupFilter, OtherOrigins>();
    }

    /// <summary>Opens the page at an address and signs in.</summary>
    private async Task<IPage> PageAsync(string place = Place)
    {
        var page = await WindowAsync(_deployed.Address);
        await page.GotoAsync(place);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as Ana" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Sends customer's texts until a condition holds. Each makes the page send requests.</summary>
    private async Task UntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 300, "It did not come to that.");
            await CustomerWritesAsync("Hello?");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static ILocator Composer(IPage page) => page.GetByPlaceholder("Text (206) 555-0199");

    /// <summary>The directives of the content security policy: of the page itself, or all allowed sources.</summary>
    private static IEnumerable<string> Policy(HttpResponseMessage response, bool ofItself = false) =>
        from directive in response.Headers.GetValues("Content-Security-Policy").Single().Split("; ")
        where !ofItself
            || !(directive.StartsWith("connect-src", StringComparison.Ordinal)
                || directive.StartsWith("img-src", StringComparison.Ordinal)
                || directive.StartsWith("media-src", StringComparison.Ordinal))
        from part in ofItself ? [directive] : directive.Split(' ')
        select part;

    private sealed class OtherOrigins : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseCors();
            next(app);
        };
    }
}
