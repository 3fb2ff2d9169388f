using System.Net;
using System.Net.Http.Headers;
using ZuperConnect.Http;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Requests with another method, another address, or a longer body than allowed.</summary>
public sealed class MethodsTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task HEAD_says_what_GET_would_without_its_body()
    {
        await _inbox.CustomerWritesAsync("Hello");
        foreach (var template in Routes.All.Where(route => route.Method is "GET").Select(route => route.Template))
        {
            var address = template.Replace("{id}", RunningInbox.ConversationId, StringComparison.Ordinal);

            using var get = await SendAsync(HttpMethod.Get, address);
            using var head = await SendAsync(HttpMethod.Head, address);

            Assert.Equal((address, get.StatusCode, $"{get.Content.Headers.ContentType}"),
                (address, head.StatusCode, $"{head.Content.Headers.ContentType}"));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task HEAD_of_the_export_is_no_export()
    {
        using var head = await SendAsync(HttpMethod.Head, Routes.CustomerExport);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.DoesNotContain(
            (await _inbox.GetAsync(Routes.Audit))["items"]!.AsArray(), entry => (string)entry!["action"]! == "customersExported");
    }

    [Fact]
    public async Task A_known_address_with_another_method_is_a_405_that_says_which_it_takes()
    {
        foreach (var (method, address, allowed) in new[]
        {
            ("DELETE", "api/conversations", "GET, HEAD, POST"),
            ("PUT", "api/conversations/14255550100-12065550199", "GET, HEAD, PATCH, DELETE"),
            ("POST", "api/health", "GET, HEAD"),
            ("PATCH", "api/customers/import", "GET, HEAD, PUT, DELETE, POST"),
            ("OPTIONS", "API/Health", "GET, HEAD"),
            ("PROPFIND", "api/health", "GET, HEAD"),
        })
        {
            using var response = await SendAsync(new(method), address);

            Assert.Contains(allowed, (string)(await RunningInbox.ProblemAsync(response, 405))["detail"]!, StringComparison.Ordinal);
            Assert.Equal(allowed.Split(", ").Order(), response.Content.Headers.Allow.Order());
        }

        using var head = await SendAsync(HttpMethod.Head, "api/conversations/14255550100-12065550199/comments");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (head.StatusCode, Assert.Single(head.Content.Headers.Allow)));
    }

    [Fact]
    public async Task An_address_that_is_none_is_a_404_that_names_the_document()
    {
        foreach (var (method, address) in new[] { ("GET", "api/nothing"), ("POST", "api"),
            ("DELETE", "api/conversations/14255550100-12065550199/timeline/1") })
        {
            using var response = await SendAsync(new(method), address);

            Assert.Contains(Routes.OpenApi, (string)(await RunningInbox.ProblemAsync(response, 404))["detail"]!, StringComparison.Ordinal);
        }
    }

    // Kestrel accepts up to 30 MB, and throws at the first byte beyond that.
    [Theory]
    [InlineData("api/conversations/14255550100-12065550199/comments", "application/json", 31_000_000)]
    [InlineData("api/customers/import", "text/csv", 31_000_000)]
    [InlineData("api/customers/import", "text/csv", 20 * 1024 * 1024 + 1)]
    public async Task A_body_beyond_every_limit_is_a_413_that_says_how_much_is_taken(string address, string type, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(new byte[length]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.ExpectContinue = true;

        await RunningInbox.ProblemAsync(await _inbox.Http.SendAsync(request, Cancellation), 413);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        return await _inbox.Http.SendAsync(request, Cancellation);
    }
}
