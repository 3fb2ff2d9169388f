using ZuperConnect.Conversations;
using ZuperConnect.Live;
using ZuperConnect.Tests.Conversations;

namespace ZuperConnect.Tests.Live;

public sealed class LiveHintsTests
{
    private readonly LiveHints _hints = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_hints_about_the_same_the_newest_is_taken()
    {
        _hints.Add(new ConversationChanged(StoredConversation.Id, 1));
        _hints.Add(new CallChanged(StoredConversation.Id, "call-1", CallStatus.Ringing));
        _hints.Add(new PresenceChanged(StoredConversation.Id, "ana", Presence.Looking));
        _hints.Add(new PresenceChanged(StoredConversation.Id, "ben", Presence.Looking));
        _hints.Add(new ConversationChanged(StoredConversation.Id, 2));
        _hints.Add(new CallChanged(StoredConversation.Id, "call-1", CallStatus.InProgress));
        _hints.Add(new PresenceChanged(StoredConversation.Id, "ana", Presence.Gone));

        Assert.Equal(
            [
                new PresenceChanged(StoredConversation.Id, "ben", Presence.Looking),
                new ConversationChanged(StoredConversation.Id, 2),
                new CallChanged(StoredConversation.Id, "call-1", CallStatus.InProgress),
                new PresenceChanged(StoredConversation.Id, "ana", Presence.Gone),
            ],
            await _hints.ReadAllAsync(Cancellation));
    }

    [Fact]
    public async Task Conversation_that_becomes_overdue_has_a_hint_of_its_own()
    {
        _hints.Add(new Conversation(StoredConversation.Id) { Version = 3 }, [new ConversationBecameOverdue(Minute.At(1))]);

        Assert.Equal(
            [new ConversationChanged(StoredConversation.Id, 3), new ConversationOverdue(StoredConversation.Id)],
            await _hints.ReadAllAsync(Cancellation));
    }

    [Fact]
    public async Task Where_nothing_sends_them_the_oldest_are_dropped_and_adding_goes_on()
    {
        for (var call = 1; call <= 1_500; call++)
        {
            _hints.Add(new CallChanged(StoredConversation.Id, $"{call}", CallStatus.Ringing));
        }

        var taken = (await _hints.ReadAllAsync(Cancellation)).Cast<CallChanged>().Select(hint => hint.CallId).ToList();
        Assert.Equal((1_000, "501", "1500"), (taken.Count, taken[0], taken[^1]));
    }
}
