using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Numbers;

public sealed class RetiredNumberTests(TestStorage storage) : InboxTest(storage)
{
    private const string Messages = $"api/conversations/{RunningInbox.ConversationId}/messages";
    private readonly string _id = Guid.NewGuid().ToString();
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
    }

    [Fact]
    public async Task Nothing_is_sent_or_called_from_a_retired_number()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow", _id));
        await _inbox.DeliveryAsync(_id, Delivery.Failed);
        await RetireAsync();

        foreach (var response in (HttpResponseMessage[])[
            await _inbox.ReplyAsync("Tomorrow"),
            await _inbox.Http.PostAsync(new Uri($"{Messages}/{_id}/resend", UriKind.Relative), null, Cancellation),
            await _inbox.CallCustomerAsync()])
        {
            Assert.Equal("numberRetired", (string)(await RunningInbox.ProblemAsync(response, 422))["code"]!);
        }

        Assert.Equal(2, (await _inbox.TimelineAsync()).Count);
    }

    [Fact]
    public async Task What_was_accepted_before_is_sent_and_its_repetition_answers_the_same()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Busy);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow", _id));
        await RetireAsync();
        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);

        Assert.Equal("Tomorrow", (string)(await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow", _id)))["item"]!["text"]!);
        await _inbox.DeliveryAsync(_id, Delivery.Delivered);
    }

    [Fact]
    public async Task Texts_to_a_retired_number_still_arrive_and_its_conversations_can_be_read()
    {
        await RetireAsync();
        await _inbox.CustomerWritesAsync("Hello?");
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(call, "inProgress");
        await _inbox.CustomerHangsUpAsync(call);
        await _inbox.CallItemAsync(call, "completed");

        Assert.Equal(RunningInbox.ConversationId, (string)Assert.Single((await _inbox.ListAsync())["items"]!.AsArray())!["id"]!);
        await RunningInbox.JsonAsync(await _inbox.CommentAsync("She moved"));
        await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { status = "closed" }));
    }

    [Fact]
    public async Task Other_numbers_and_one_that_is_taken_back_are_used()
    {
        await _inbox.CustomerWritesAsync("Hello", to: RunningInbox.Service);
        await RetireAsync();
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Hello", id: "14255550101-12065550199"));

        await RetireAsync(retired: false);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow"));
    }

    private async Task RetireAsync(bool retired = true)
    {
        var answer = await RunningInbox.JsonAsync(
            await _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{RunningInbox.Dispatch}", new { name = "Dispatch", retired }));
        Assert.Equal(retired, (bool)answer["retired"]!);
    }
}
