using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ZuperConnect.Local;

namespace ZuperConnect.Page.Tests;

/// <summary>Serving of the page by the local host.</summary>
public sealed partial class ServingTests(Chromium chromium) : PageTest(chromium)
{
    [Theory]
    [InlineData("")]
    [InlineData("inbox/14255550100/open/unread/14255550100-12065550199")]
    [InlineData("settings")]
    [InlineData("phone.html")]
    public async Task Each_address_of_the_page_answers_with_its_document(string address)
    {
        using var response = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoCache);
        Assert.Contains("default-src 'none'; script-src 'self'", response.Headers.GetValues("Content-Security-Policy")
            .Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task Scripts_are_compressed_as_the_browser_takes_them_and_kept_for_ever(string accepted, string? encoding)
    {
        using var response = await GetAsync(await ScriptAsync(), accepted);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(TimeSpan.FromDays(365), response.Headers.CacheControl?.MaxAge);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("nothing-here")]
    [InlineData("assets/nothing-here.js")]
    [InlineData("index.html.br")]
    [InlineData("api/nothing-here")]
    public async Task Other_addresses_are_not_found(string address)
    {
        using var response = await GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_customers_phones_are_on_this_machine_alone()
    {
        var exposed = Options with { Data = Path.Combine(Options.Data, "exposed"), Expose = true };
        await using var inbox = await LocalInbox.StartAsync(
            exposed, TestContext.Current.CancellationToken, builder => builder.Logging.ClearProviders());
        using var http = new HttpClient { BaseAddress = inbox.Address };
        using var page = await http.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        using var phones = await http.GetAsync(new Uri("phone.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (page.StatusCode, phones.StatusCode));
    }

    private async Task<string> ScriptAsync()
    {
        using var response = await GetAsync("");
        return Script().Match(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
    }

    [GeneratedRegex("src=\"/(assets/[^\"]+)\"")]
    private static partial Regex Script();
}
