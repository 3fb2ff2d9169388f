using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class OptOutTests
{
    [Theory]
    [InlineData("STOP"), InlineData("STOPALL"), InlineData("STOP ALL"), InlineData("UNSUBSCRIBE"), InlineData("CANCEL")]
    [InlineData("END"), InlineData("QUIT"), InlineData("REVOKE"), InlineData("OPTOUT"), InlineData("opt out"), InlineData("opt-out")]
    [InlineData("REMOVE"), InlineData("ARRET"), InlineData("ARRÊT")]
    public void Every_opt_out_word_alone_in_the_text_opts_out_however_it_is_written(string word)
    {
        Assert.All(Alone(word), text => Assert.True(StoredConversation.After(Customer.Writes(text, at: 1)).State.OptedOut, text));
        Assert.All(NotAlone(word), text => Assert.Null(StoredConversation.After(Customer.Writes(text, at: 1)).State.OptOut));
    }

    [Theory]
    [InlineData("START"), InlineData("UNSTOP")]
    public void Every_opt_in_word_alone_in_the_text_opts_in_however_it_is_written(string word)
    {
        Assert.All(Alone(word), text => Assert.False(OptedOutThenWrote(text).State.OptedOut, text));
        Assert.All(NotAlone(word), text => Assert.True(OptedOutThenWrote(text).State.OptedOut, text));
    }

    [Theory]
    [InlineData("“STOP”"), InlineData("'Stop'"), InlineData("«\u00A0Stop\u00A0»"), InlineData("‘stop’"), InlineData("`STOP`")]
    [InlineData("STOP!!!"), InlineData("stop?"), InlineData("S.T.O.P"), InlineData("S T O P"), InlineData("S-T-O-P"),
        InlineData("stop…"), InlineData("(stop)"), InlineData("STOP 🛑")]
    [InlineData("stop\0"), InlineData("\u200BST\u00ADOP\u2060"), InlineData("\uFEFFStop\u3000"),
        InlineData("\u202ASTOP\u202C"), InlineData("STOP\u3164"), InlineData("st\u200Dop\uFE0F")]
    [InlineData("ＳＴＯＰ"), InlineData("Ⓢⓣⓞⓟ"), InlineData("𝐒𝐓𝐎𝐏"), InlineData("ştóp"), InlineData("Stop-All"),
        InlineData("Opt\u2011Out"), InlineData("arre\u0302t"), InlineData("Arrêt !")]
    public void Only_the_letters_of_STOP_count(string text) =>
        Assert.True(StoredConversation.After(Customer.Writes(text, at: 1)).State.OptedOut);

    [Theory]
    [InlineData("Bitte keine Nachrichten mehr", OptOutKeyword.Stop, true)]
    [InlineData("Hello", null, false)]
    [InlineData("STOP", null, true)]
    [InlineData("STOP", OptOutKeyword.Start, false)]
    [InlineData("CANCEL", OptOutKeyword.Stop, true)]
    public void What_the_provider_takes_a_text_for_counts_before_its_words(string text, OptOutKeyword? word, bool optedOut) =>
        Assert.Equal(optedOut, StoredConversation.After(Customer.Writes(text, at: 1) with { Keyword = word }).State.OptedOut);

    [Fact]
    public void Half_a_surrogate_pair_beside_a_word_is_a_sign_like_another() =>
        Assert.True(StoredConversation.After(Customer.Writes("STOP\uD83D", at: 1)).State.OptedOut);

    [Theory]
    [InlineData(""), InlineData(" "), InlineData("HELP"), InlineData("STOPP"), InlineData("ST0P"), InlineData("STOP 5"),
        InlineData("END 5"), InlineData("stops"), InlineData("the end")]
    [InlineData("Cancel my appointment"), InlineData("Cancelled"), InlineData("Please cancel"), InlineData("Wrong number")]
    public void Text_that_only_resembles_a_word_opts_nobody_out(string text)
    {
        var state = StoredConversation.After(Customer.Writes(text, at: 1)).State;
        Assert.Null(state.OptOut);
        Assert.True(state.Unresponded);
    }

    [Theory]
    [InlineData("YES"), InlineData("Yes!"), InlineData("OUI"), InlineData("restart"),
        InlineData("Start?  No, continue"), InlineData("START 5")]
    public void Nothing_but_START_and_UNSTOP_opts_in(string text) => Assert.True(OptedOutThenWrote(text).State.OptedOut);

    [Fact]
    public void CANCEL_alone_opts_out_and_awaits_a_response_as_it_may_be_about_an_appointment()
    {
        var conversation = StoredConversation.After(Customer.Writes("“Cancel.”", at: 1));
        Assert.True(conversation.State is { OptedOut: true, Unresponded: true, UnreadCount: 1, MayBeOptOut: null });
        Assert.Contains("appointment", Assert.IsType<MessageItem>(conversation.Timeline["received-1"]).Note, StringComparison.Ordinal);
        Assert.Null(Assert.IsType<MessageItem>(StoredConversation.After(Customer.Writes("STOP", at: 1)).Timeline["received-1"]).Note);
    }

    [Fact]
    public void CANCEL_still_awaits_a_response_when_the_provider_refuses_what_was_on_its_way()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("See you at 5.", at: 1), Customer.Writes("CANCEL", at: 2), Provider.ReportsOptedOut(at: 3));
        Assert.True(conversation.State is { OptedOut: true, Unresponded: true });
    }

    [Fact]
    public void Opted_out_customer_cannot_be_texted_until_START()
    {
        var conversation = StoredConversation.After(Customer.Writes("STOP", at: 1));
        conversation.Refuses(Ana.Writes("But…", at: 2), Refusal.OptedOut);
        conversation.Accepts(Customer.Writes("START", at: 3));
        conversation.Accepts(Ana.Writes("Welcome back.", at: 4));
    }

    [Fact]
    public void Opted_out_customer_can_be_called() =>
        StoredConversation.After(Customer.Writes("STOP", at: 1), Ana.Calls(at: 2).IsPlaced());

    [Fact]
    public void Newest_word_by_time_wins_in_either_order_of_arrival()
    {
        Assert.True(StoredConversation.After(Customer.Writes("START", at: 1), Customer.Writes("STOP", at: 2)).State.OptedOut);
        Assert.True(StoredConversation.After(Customer.Writes("STOP", at: 2), Customer.Writes("START", at: 1)).State.OptedOut);
        Assert.False(StoredConversation.After(Customer.Writes("STOP", at: 1), Customer.Writes("START", at: 2)).State.OptedOut);
        Assert.False(StoredConversation.After(Customer.Writes("START", at: 2), Customer.Writes("STOP", at: 1)).State.OptedOut);
    }

    [Fact]
    public void STOP_wins_over_START_of_the_same_time_in_either_order_of_arrival()
    {
        Assert.True(
            StoredConversation.After(
                Customer.Writes("START", at: 1), Customer.Writes("STOP", at: 1) with { SourceId = "stop" }).State.OptedOut);
        Assert.True(
            StoredConversation.After(
                Customer.Writes("STOP", at: 1), Customer.Writes("START", at: 1) with { SourceId = "start" }).State.OptedOut);
    }

    [Fact]
    public void Word_to_another_number_of_ours_counts_and_changes_nothing_else()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var before = conversation.State;
        conversation.Accepts(Customer.WritesToAnotherNumber("STOP", at: 2));
        Assert.Equal(before with { OptOut = new(true, Minute.At(2)), Version = before.Version + 1 }, conversation.State);

        conversation.Accepts(Customer.WritesToAnotherNumber("START", at: 1));
        Assert.True(conversation.State.OptedOut);
        conversation.Accepts(Customer.WritesToAnotherNumber("START", at: 3));
        Assert.False(conversation.State.OptedOut);
    }

    [Fact]
    public void Word_that_is_known_already_changes_nothing()
    {
        var conversation = StoredConversation.After(Customer.Writes("STOP", at: 1));
        var before = conversation.State;
        conversation.Accepts(Customer.WritesToAnotherNumber("STOP", at: 1));
        Assert.Same(before, conversation.State);
    }

    [Fact]
    public void Providers_opted_out_failure_counts_as_STOP()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2), Provider.ReportsOptedOut(at: 3));
        Assert.True(conversation.State.OptedOut);
        Assert.False(conversation.State.Unresponded);
        Assert.Equal(1, conversation.State.UnreadCount);
        conversation.Refuses(Ben.Writes("Hello?", at: 4, id: "again"), Refusal.OptedOut);
    }

    [Fact]
    public void Providers_opted_out_failure_of_a_message_that_failed_already_counts_as_STOP_too()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 0), Ana.Writes("Hello", at: 0),
            Provider.Reports(Delivery.Failed, at: 1), Provider.ReportsOptedOut(at: 2));
        Assert.True(conversation.State.OptedOut);
        Assert.Equal("The number does not exist (4004).", Assert.IsType<MessageItem>(conversation.Timeline["reply"]).FailureReason);
        var state = conversation.State;
        conversation.Accepts(Provider.ReportsOptedOut(at: 2) with { SourceId = "again" });
        Assert.Same(state, conversation.State);
    }

    [Fact]
    public void Providers_opted_out_failure_that_is_older_than_START_opts_nobody_out()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("Hello", at: 1), Customer.Writes("START", at: 3), Provider.ReportsOptedOut(at: 2));
        Assert.False(conversation.State.OptedOut);
    }

    [Fact]
    public void STOP_that_comes_after_the_failure_it_caused_still_awaits_no_response()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("Hello", at: 1), Provider.ReportsOptedOut(at: 3), Customer.Writes("Leave me alone", at: 4),
            Customer.Writes("STOP", at: 2));
        Assert.True(conversation.State.OptedOut);
        Assert.False(conversation.State.Unresponded);
    }

    private static IEnumerable<string> Alone(string word)
    {
        var mixed = string.Concat(word.Select((letter, at) => at % 2 is 0 ? letter : char.ToLowerInvariant(letter)));
        return [word, word.ToLowerInvariant(), mixed, $"  {word} ", $"\t{mixed}\r\n", $"“{word}”", $"{word}!!"];
    }

    private static IEnumerable<string> NotAlone(string word) =>
        [$"{word} it", $"please {word}", $"{word} {word}", $"{word}S", $"“{word}” is not what I mean"];

    private static StoredConversation OptedOutThenWrote(string text) =>
        StoredConversation.After(Customer.Writes("STOP", at: 1), Customer.Writes(text, at: 2));
}
