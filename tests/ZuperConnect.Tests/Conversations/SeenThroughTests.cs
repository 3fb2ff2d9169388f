using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class SeenThroughTests
{
    public static TheoryData<string> WhatTheCustomerDoes => ["message", "STOP", "START", "ringing call", "missed call", "voicemail"];

    [Theory, MemberData(nameof(WhatTheCustomerDoes))]
    public void Nothing_the_customer_does_is_closed_read_or_snoozed_away_unseen(string deed)
    {
        var (conversation, seen) = ReadByAnaBefore(deed);
        conversation.Refuses(Ana.Snoozes(at: 20, until: 600, seen), Refusal.NotSeen);
        conversation.Refuses(Ana.Closes(at: 20, seen), Refusal.NotSeen);
        conversation.Refuses(Ana.MarksRead(at: 20, seen), Refusal.NotSeen);
    }

    [Theory, MemberData(nameof(WhatTheCustomerDoes))]
    public void What_was_seen_can_be_read_snoozed_and_closed(string deed)
    {
        var (conversation, _) = ReadByAnaBefore(deed);
        conversation.Accepts(Ana.Snoozes(at: 19, until: 600, conversation.State.Version));
        conversation.Accepts(Ana.MarksRead(at: 20, conversation.State.Version));
        Assert.False(conversation.State.Unread);
        conversation.Accepts(Ana.Closes(at: 21, conversation.State.Version));
        Assert.Equal(ConversationStatus.Closed, conversation.State.Status);
    }

    [Theory, MemberData(nameof(WhatTheCustomerDoes))]
    public void Who_names_no_version_has_seen_all(string deed)
    {
        ReadByAnaBefore(deed).Conversation.Accepts(Ana.MarksRead(at: 20));
        ReadByAnaBefore(deed).Conversation.Accepts(Ana.Closes(at: 20));
        ReadByAnaBefore(deed).Conversation.Accepts(Ana.Snoozes(at: 20, until: 600));
    }

    [Fact]
    public void Page_of_a_conversation_that_was_erased_has_seen_nothing_of_the_new_one()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        conversation.Refuses(Ana.Closes(at: 20, 57), Refusal.NotSeen);
        conversation.Refuses(Ana.MarksRead(at: 20, 57), Refusal.NotSeen);
    }

    [Fact]
    public void What_the_team_did_meanwhile_hinders_nobody()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Ben.Comments("Mine", at: 2));
        conversation.Accepts(Ben.Writes("Hello", at: 3));
        conversation.Accepts(Provider.Reports(Delivery.Sent, at: 4));
        conversation.Accepts(Ben.Closes(at: 5));
        conversation.Accepts(Ben.Opens(at: 6));
        conversation.Accepts(Ben.MarksUnread(at: 7));
        conversation.Accepts(Ana.MarksRead(at: 8, seen));
        conversation.Accepts(Ana.Closes(at: 9, seen));
    }

    [Fact]
    public void Call_that_somebody_else_answered_hinders_nobody()
    {
        var call = Customer.Calls(at: 1);
        var conversation = StoredConversation.After(call.Rings());
        var seen = conversation.State.Version;
        conversation.Accepts(call.IsAnswered(at: 2, by: Ben));
        conversation.Accepts(call.Ends(CallStatus.Completed, at: 3));
        conversation.Accepts(Ana.Closes(at: 4, seen));
    }

    [Fact]
    public void Message_that_the_customer_crossed_is_sent_and_leaves_the_customers_unread_and_unresponded()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Customer.Writes("It leaks!", at: 2));
        conversation.Accepts(Ana.Writes("Hello", at: 3, seenThrough: seen));
        Assert.Equal((2, true), (conversation.State.UnreadCount, conversation.State.Unresponded));

        conversation.Accepts(Ana.Writes("On our way.", at: 4, id: "again", conversation.State.Version));
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Customers_version_is_the_one_that_the_customer_made()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), Ana.Closes(at: 2), Customer.Writes("Hello?", at: 3));
        Assert.Equal(conversation.State.Version, conversation.State.CustomerVersion);
        conversation.Accepts(Ana.Comments("Mine", at: 4));
        Assert.Equal(conversation.State.Version - 1, conversation.State.CustomerVersion);
    }

    private static (StoredConversation Conversation, long Seen) ReadByAnaBefore(string deed)
    {
        var call = Customer.Calls(at: 5);
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), call.Rings());
        if (deed is "voicemail")
        {
            conversation.Accepts(call.Ends(CallStatus.Missed, at: 6));
        }

        var seen = conversation.State.Version;
        conversation.Accepts(deed switch
        {
            "message" => Customer.Writes("It leaks!", at: 7),
            "ringing call" => Customer.Calls(at: 7).Rings(),
            "missed call" => call.Ends(CallStatus.Missed, at: 7),
            "voicemail" => call.LeavesVoicemail(at: 7),
            _ => Customer.Writes(deed, at: 7),
        });
        return (conversation, seen);
    }
}
