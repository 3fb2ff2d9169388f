using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Webhooks;

public sealed class DeadLettersTests(TestStorage storage)
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    private readonly IBlobContainer _container = storage.New().GetContainer(EventGridDeadLetters.Container);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_an_erased_customer_go_and_those_of_others_and_later_ones_stay()
    {
        await _container.CreateIfNotExistsAsync(Cancellation);
        var (theirs, formatted) = (Event("1", "12065550199", At), Event("2", "+1 (206) 555-0199", At));
        var (others, later) = (Event("3", "12065550177", At), Event("4", "12065550199", At.AddMinutes(1)));
        await UploadAsync("one.json", theirs);
        await UploadAsync("two.json", $"[{theirs},\n{formatted}]");
        await UploadAsync("mixed.json", $"[{theirs},{others},{formatted},{later}]");
        await UploadAsync("others.json", $"[ {others} ]");

        await new EventGridDeadLetters(_container).EraseAsync([Customer], At, Cancellation);
        await new EventGridDeadLetters(_container).EraseAsync([Customer], At, Cancellation);

        Assert.Equal(["mixed.json", "others.json"], await _container.ListAsync(null, Cancellation)
            .Select(file => file.Name).ToListAsync(Cancellation));
        Assert.Equal($"[{others},{later}]", await ReadAsync("mixed.json"));
        Assert.Equal($"[ {others} ]", await ReadAsync("others.json"));
    }

    [Fact]
    public async Task Calls_of_an_erased_hidden_caller_go_and_those_to_another_number_stay()
    {
        await _container.CreateIfNotExistsAsync(Cancellation);
        var theirs = EventGridSamples.IncomingCallEvent("1", "anonymous", "+14255550100", At);
        var others = EventGridSamples.IncomingCallEvent("2", "anonymous", "+14255550101", At)
            .Replace("14255550100", "14255550101", StringComparison.Ordinal);
        await UploadAsync("mixed.json", $"[{theirs},{others}]");
        Assert.True(ConversationId.TryParse("14255550100-anonymous", out var id));

        await new EventGridDeadLetters(_container).EraseAsync(id, At, Cancellation);

        Assert.Equal($"[{others}]", await ReadAsync("mixed.json"));
    }

    [Fact]
    public async Task Host_without_dead_letters_has_none_to_erase() =>
        await new EventGridDeadLetters(null).EraseAsync([Customer], At, Cancellation);

    private static PhoneNumber Customer => PhoneNumber.TryParse(RunningInbox.Customer, out var number)
        ? number : throw new InvalidOperationException();

    private static string Event(string id, string from, DateTimeOffset at) =>
        EventGridSamples.SmsReceivedEvent(id, from, "14255550100", "Hello", at);

    private Task UploadAsync(string name, string text) => _container.WriteTextAsync(name, text);

    private Task<string> ReadAsync(string name) => _container.ReadTextAsync(name);
}
