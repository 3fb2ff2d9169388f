using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

/// <summary>A reply after a colleague's over HTTP.</summary>
public sealed class AlreadyAnsweredApiTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Reply_after_a_colleagues_unseen_one_is_refused_with_that_message_and_sent_when_forced()
    {
        await _inbox.CustomerWritesAsync("When do you come?");
        var seen = (long)(await _inbox.ConversationAsync())["version"]!;
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        await _inbox.ReplyAsync("At nine.");
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ana"));

        var problem = await RunningInbox.ProblemAsync(await SendAsync(new { text = "At ten.", seenThrough = seen }), 409);

        Assert.Equal("alreadyAnswered", (string)problem["code"]!);
        Assert.Equal("At nine.", (string)problem["item"]!["text"]!);
        Assert.Equal("ben", (string)problem["item"]!["by"]!["userId"]!);
        (await SendAsync(new { text = "At ten.", seenThrough = seen, force = true })).EnsureSuccessStatusCode();
        var texts = (await _inbox.TimelineAsync()).Where(item => (string)item["type"]! == "message").Select(item => (string)item["text"]!);
        Assert.Equal(["At ten.", "At nine.", "When do you come?"], texts);
    }

    private Task<HttpResponseMessage> SendAsync(object body) =>
        _inbox.SendAsync(HttpMethod.Post, $"api/conversations/{RunningInbox.ConversationId}/messages", body);
}
