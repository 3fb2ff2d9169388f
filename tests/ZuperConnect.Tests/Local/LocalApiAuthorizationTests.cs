using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

public sealed class LocalApiAuthorizationTests(TestStorage storage) : InboxTest(storage)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.10")]
    public async Task A_request_under_a_name_that_is_not_this_machine_is_refused(string host)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, "api/health")
        { Headers = { Host = $"{host}:{_inbox.Http.BaseAddress!.Port}" } };

        Assert.Equal(HttpStatusCode.BadRequest, (await _inbox.Http.SendAsync(request, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("POST", "local/sign-in", "text/plain")]
    [InlineData("POST", "local/phone/sms", "text/plain")]
    [InlineData("POST", "local/phone/sms", "application/x-www-form-urlencoded")]
    [InlineData("PUT", "local/phone/customers/12065550199", "text/plain")]
    [InlineData("POST", "local/sign-in", null)]
    public async Task What_a_page_of_somebody_elses_can_send_unasked_is_refused(string method, string route, string? contentType)
    {
        using var request = new HttpRequestMessage(new(method), route) { Content = new StringContent("""{"userId":"ana"}""") };
        request.Content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);

        await RunningInbox.ProblemAsync(await _inbox.Http.SendAsync(request, Cancellation), 415);
    }

    [Theory]
    [InlineData("GET", "api/nothing")]
    [InlineData("GET", "local/nothing")]
    [InlineData("GET", "")]
    [InlineData("POST", "runtime/webhooks/durabletask")]
    public async Task An_unknown_route_is_not_found(string method, string route)
    {
        using var request = new HttpRequestMessage(new(method), route);

        await RunningInbox.ProblemAsync(await _inbox.Http.SendAsync(request, Cancellation), 404);
    }

    [Theory]
    [InlineData("api/conversations/14255550100-12065550199/comments")]
    [InlineData("runtime/webhooks/EventGrid?functionName=SmsReceived")]
    public async Task A_body_that_breaks_off_is_to_be_sent_again_and_is_no_fault_of_storage(string route)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _inbox.Http.BaseAddress!.Port, Cancellation);
        var request = string.Join("\r\n",
            $"POST /{route} HTTP/1.1",
            "Host: localhost",
            $"Authorization: {_inbox.Http.DefaultRequestHeaders.Authorization}",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "no length",
            "");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);

        using var answer = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 408 Request Timeout", await answer.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task A_token_of_one_data_folder_does_not_count_for_another()
    {
        await using var other = await RunningInbox.StartAsync(Storage);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/conversations");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await other.TokenAsync("ana"));

        await RunningInbox.ProblemAsync(await _inbox.Http.SendAsync(request, Cancellation), 401);
    }
}
