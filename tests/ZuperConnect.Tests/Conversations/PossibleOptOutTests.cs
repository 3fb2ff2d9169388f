using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Possible opt-outs: shown to the team and not enforced.</summary>
public class PossibleOptOutTests
{
    private const string Marked = "Please stop texting me";

    [Theory]
    [InlineData("Stop. Thank you"), InlineData("STOP please"), InlineData("Please stop"), InlineData("stop it"),
        InlineData("Stop this!"), InlineData("ok stop"), InlineData("Stop, thank u")]
    [InlineData("STOP STOP STOP"), InlineData("STOPPP"), InlineData("stop2end"), InlineData("STOP 2 END"),
        InlineData("stop/quit"), InlineData("Stop texts"), InlineData("I said stop")]
    [InlineData("Wrong number. Stop."), InlineData("Stop! You have the wrong number"), InlineData("please end"),
        InlineData("Remove me"), InlineData("remove please"), InlineData("Unsubscribe me please")]
    [InlineData("please stop texting me"), InlineData("PLEASE STOP TEXTING ME!!"),
        InlineData("Please\u00A0stop \u200Btexting me"), InlineData("Ｐｌｅａｓｅ ｓｔｏｐ ｔｅｘｔｉｎｇ ｍｅ")]
    [InlineData("Stop sending me messages"), InlineData("stop sending these"), InlineData("Can you stop the texts?"),
        InlineData("Stop all communication"), InlineData("quit texting me"), InlineData("Stop contacting me")]
    [InlineData("stop with the reminders"), InlineData("stop calling and texting me"), InlineData("Stop bothering me"),
        InlineData("stop text me"), InlineData("I told you to stop"), InlineData("I already texted stop")]
    [InlineData("Don't text me"), InlineData("Don’t text me anymore"), InlineData("dont text this number"),
        InlineData("Do not contact me again."), InlineData("Do not text."), InlineData("never contact me again")]
    [InlineData("Don't call or text me"), InlineData("do not call me again"), InlineData("No more texts"),
        InlineData("no more of these messages please"), InlineData("No texts please")]
    [InlineData("Take me off your list"), InlineData("remove me from your text list"), InlineData("please take my number off the list"),
        InlineData("delete my number"), InlineData("Lose my number")]
    [InlineData("I want to opt out"), InlineData("Please opt me out"), InlineData("how do I unsubscribe?"),
        InlineData("I hereby revoke my consent"), InlineData("I withdraw all consent")]
    [InlineData("I don't want any more texts"), InlineData("I do not wish to receive further text messages"),
        InlineData("Not interested in your texts"), InlineData("I never signed up for these messages")]
    [InlineData("Leave me alone"), InlineData("cease and desist"), InlineData("🛑"), InlineData("🛑🛑 "), InlineData("⛔️")]
    [InlineData("Arrêtez"), InlineData("Arrêtez s'il vous plaît"), InlineData("arrêt svp"), InlineData("Arrêtez de m’envoyer des messages"),
        InlineData("arrete de me texter"), InlineData("Cessez d'écrire")]
    [InlineData("Désabonner"), InlineData("me désabonner svp"), InlineData("Désinscription"), InlineData("Ne m'écrivez plus"),
        InlineData("ne me contactez plus"), InlineData("Ne m'envoyez plus rien")]
    [InlineData("Je ne veux plus recevoir vos messages"), InlineData("je veux pas de textos"), InlineData("Plus de messages svp"),
        InlineData("Retirez-moi de votre liste"), InlineData("enlevez mon numéro"), InlineData("Laissez-moi tranquille")]
    [InlineData("No más"), InlineData("no más mensajes por favor"),
        InlineData("Dejen de mandarme mensajes"), InlineData("Quiero darme de baja")]
    public void Other_wordings_are_marked_and_change_nothing_else(string text)
    {
        var conversation = StoredConversation.After(Customer.Writes(text, at: 1));
        Assert.Equal(new PossibleOptOut("received-1", Minute.At(1)), conversation.State.MayBeOptOut);
        Assert.True(Assert.IsType<MessageItem>(conversation.Timeline["received-1"]).MayBeOptOut);
        Assert.True(conversation.State is { OptOut: null, Unresponded: true, UnreadCount: 1 });
        conversation.Accepts(Ana.Writes("Do you mean our texts?", at: 2));
    }

    [Theory]
    [InlineData("I'll stop by at 5"), InlineData("stop by the shop"), InlineData("Can you stop by?"),
        InlineData("Please stop by, text me when you are close"), InlineData("I told you to stop by at 5"), InlineData("Don't stop")]
    [InlineData("the bus stop"), InlineData("Meet me at the bus stop"), InlineData("I'm at the stop, text me"),
        InlineData("Which one? This stop."), InlineData("It's a non-stop flight"), InlineData("next stop text me")]
    [InlineData("Wrong number"), InlineData("You have the wrong number"), InlineData("Sorry, wrong number!"),
        InlineData("Not interested"), InlineData("No thanks"), InlineData("No"), InlineData("Yes")]
    [InlineData("The boiler won't stop leaking"), InlineData("It stopped working again"), InlineData("He said stop using the boiler"),
        InlineData("It stops and starts"), InlineData("can you stop the leak?"), InlineData("Stop the water please")]
    [InlineData("Cancel my appointment"), InlineData("Please cancel"), InlineData("Can we cancel for tomorrow?"),
        InlineData("the end of the month"), InlineData("At the end"), InlineData("I quit smoking"), InlineData("Remove the old boiler")]
    [InlineData("yes remove it"), InlineData("Take me off hold please"), InlineData("Don't text me before 9"), InlineData(
        "I don't text, please call"), InlineData("You never text me back"), InlineData("Don't bother"), InlineData("Don't call, text me")]
    [InlineData("I don't want to miss your messages"), InlineData("I didn't get your text"), InlineData("No messages from you yet"),
        InlineData("Please text me the address"), InlineData("Thank you"), InlineData("👍"), InlineData("…"), InlineData("")]
    [InlineData("Reply STOP to unsubscribe"), InlineData("Your code is 1234. Txt STOP2END to opt out"),
        InlineData("Répondez ARRÊT pour vous désabonner")]
    [InlineData("Je m'arrête à 5 h, textez-moi"), InlineData("à l'arrêt de bus"), InlineData("Il arrête"),
        InlineData("Ça arrête pas de couler"), InlineData("Ne m'envoyez pas de facture"),
        InlineData("Ne m'appelez pas, textez-moi"), InlineData("envoyez-moi plus de détails")]
    [InlineData("Ne me contactez pas avant 9 h"), InlineData("no más de 5 por favor")]
    public void What_nobody_would_read_as_an_opt_out_is_not_marked(string text)
    {
        var conversation = StoredConversation.After(Customer.Writes(text, at: 1));
        Assert.Null(conversation.State.MayBeOptOut);
        Assert.False(Assert.IsType<MessageItem>(conversation.Timeline["received-1"]).MayBeOptOut);
    }

    [Fact]
    public void Long_text_is_read_to_its_end_and_quickly()
    {
        var text = string.Concat(Enumerable.Repeat("stop the stop stop. ", 499)) + Marked;
        Assert.NotNull(StoredConversation.After(Customer.Writes(text, at: 1)).State.MayBeOptOut);
    }

    [Fact]
    public void Mark_stays_when_the_team_answers_and_closes_and_goes_when_the_opt_out_is_noted()
    {
        var conversation = StoredConversation.After(Customer.Writes(Marked, at: 1), Ana.Writes("We are sorry.", at: 2), Ana.Closes(at: 3));
        Assert.NotNull(conversation.State.MayBeOptOut);
        conversation.Accepts(Customer.WritesToAnotherNumber("STOP", at: 4));
        Assert.Null(conversation.State.MayBeOptOut);
        Assert.True(conversation.State.OptedOut);
    }

    [Fact]
    public void Dismissed_mark_goes_and_nothing_else_changes()
    {
        var conversation = StoredConversation.After(Customer.Writes(Marked, at: 1));
        var before = conversation.State;
        conversation.Accepts(Ana.DismissesTheOptOut(at: 2));
        Assert.Equal(before with { MayBeOptOut = null, Version = before.Version + 1 }, conversation.State);
        var dismissed = conversation.State;
        conversation.Accepts(Ben.DismissesTheOptOut(at: 3));
        Assert.Same(dismissed, conversation.State);
    }

    [Fact]
    public void Mark_of_a_text_that_was_not_seen_is_not_dismissed()
    {
        var conversation = StoredConversation.After(Customer.Writes(Marked, at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Customer.Writes("I said stop!", at: 2));
        conversation.Refuses(Ana.DismissesTheOptOut(at: 3, seenThrough: seen), Refusal.NotSeen);
        Assert.Equal("received-2", conversation.State.MayBeOptOut?.ItemId);
    }

    [Theory]
    [InlineData("STOP"), InlineData("START")]
    public void STOP_or_START_settles_whether_an_earlier_text_was_an_opt_out(string word) =>
        Assert.Null(StoredConversation.After(Customer.Writes(Marked, at: 1), Customer.Writes(word, at: 2)).State.MayBeOptOut);

    [Fact]
    public void START_that_was_older_settles_nothing_in_either_order_of_arrival()
    {
        Assert.NotNull(StoredConversation.After(Customer.Writes("START", at: 1), Customer.Writes(Marked, at: 2)).State.MayBeOptOut);
        Assert.NotNull(StoredConversation.After(Customer.Writes(Marked, at: 2), Customer.Writes("START", at: 1)).State.MayBeOptOut);
        Assert.Null(StoredConversation.After(Customer.Writes("START", at: 2), Customer.Writes(Marked, at: 1)).State.MayBeOptOut);
    }

    [Fact]
    public void Newest_of_several_texts_is_the_one_to_decide_in_either_order_of_arrival()
    {
        Assert.Equal("received-2",
            StoredConversation.After(Customer.Writes(Marked, at: 1), Customer.Writes("I said stop", at: 2)).State.MayBeOptOut?.ItemId);
        Assert.Equal("received-2",
            StoredConversation.After(Customer.Writes("I said stop", at: 2), Customer.Writes(Marked, at: 1)).State.MayBeOptOut?.ItemId);
    }

    [Fact]
    public void Customer_who_has_opted_out_already_is_not_marked() =>
        Assert.Null(StoredConversation.After(Customer.Writes("STOP", at: 1), Customer.Writes(Marked, at: 2)).State.MayBeOptOut);

    [Fact]
    public void Sender_that_cannot_be_texted_is_not_marked()
    {
        Assert.True(PhoneNumber.TryParse("72975", out var shortCode));
        var conversation = StoredConversation.With(shortCode);
        conversation.Accepts(Customer.Writes(Marked, at: 1));
        Assert.Null(conversation.State.MayBeOptOut);
    }

    [Fact]
    public void Mark_of_what_was_erased_goes_with_it() =>
        Assert.Null(StoredConversation.After(Customer.Writes(Marked, at: 1), Customer.IsErased(at: 2)).State.MayBeOptOut);
}
