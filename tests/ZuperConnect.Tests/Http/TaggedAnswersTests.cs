using System.Net;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Responses with ETags, which clients request repeatedly.</summary>
public sealed class TaggedAnswersTests(TestStorage storage) : InboxTest(storage)
{
    private const string Page = "https://page.example";
    public static TheoryData<string> Addresses =>
        ["api/conversations", $"api/conversations/{RunningInbox.ConversationId}/timeline", "api/counts"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("Hello");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_answer_that_has_not_changed_is_not_sent_again(string address)
    {
        var tag = (await SendAsync(HttpMethod.Get, address)).Headers.ETag!.ToString();

        foreach (var known in (string[])[tag, $"W/{tag}", $"\"other\", {tag}", "*"])
        {
            using var same = await SendAsync(HttpMethod.Get, address, known);
            Assert.Equal((HttpStatusCode.NotModified, 0),
                (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
            Assert.Equal(tag, same.Headers.ETag!.ToString());
        }

        using var head = await SendAsync(HttpMethod.Head, address, tag);
        Assert.Equal(HttpStatusCode.NotModified, head.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_answer_that_has_changed_is_sent_with_a_new_tag(string address)
    {
        var tag = (await SendAsync(HttpMethod.Get, address)).Headers.ETag!.ToString();
        await _inbox.MarkAsync(new { status = "closed" });

        using var changed = await SendAsync(HttpMethod.Get, address, tag);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
        Assert.NotEmpty(await changed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_of_another_origin_may_read_the_headers_that_it_needs()
    {
        using var response = await SendAsync(HttpMethod.Get, "api/conversations", origin: Page);
        Assert.Equal("ETag, Retry-After, Location", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")));

        using var refused = await SendAsync(HttpMethod.Get, "api/conversations/nonsense", origin: Page);
        Assert.True(refused.Headers.Contains("Access-Control-Expose-Headers"));

        using var same = await SendAsync(HttpMethod.Get, "api/conversations");
        Assert.False(same.Headers.Contains("Access-Control-Expose-Headers"));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? known = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await _inbox.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
