using CsCheck;
using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Invariants, for commands delivered any number of times in any order.</summary>
public class RulesPropertyTests
{
    private const int Iterations = 2_000;

    private delegate void Step(StoredConversation conversation, Command command, Conversation before, ConversationEvent[] happened);

    [Fact]
    public void Unread_count_is_never_negative_and_a_closed_conversation_is_neither_unread_nor_unresponded() =>
        AfterEachDelivery((conversation, _, _, _) =>
        {
            Assert.True(conversation.State.UnreadCount >= 0);
            Assert.True(
                conversation.State.Status is ConversationStatus.Open || conversation.State is { Unread: false, Unresponded: false });
        });

    [Fact]
    public void Version_counts_every_change_and_the_customers_version_follows() =>
        AfterEachDelivery((conversation, _, before, happened) =>
        {
            Assert.Equal(before.Version + happened.Length, conversation.State.Version);
            Assert.InRange(conversation.State.CustomerVersion, before.CustomerVersion, conversation.State.Version);
        });

    [Fact]
    public void Place_in_the_list_is_the_time_of_the_newest_activity_and_never_goes_back() =>
        AfterEachDelivery((conversation, _, before, _) =>
        {
            var state = conversation.State;
            Assert.Equal(
                conversation.Happened.Where(IsActivity).Select(activity => activity.At).DefaultIfEmpty().Max(), state.LastActivityAt);
            Assert.Equal(state.LastAction?.At ?? default, state.LastActivityAt);
            Assert.Equal(state.Version > 0, state.LastAction is not null);
            Assert.True(state.LastActivityAt >= before.LastActivityAt);
        });

    [Fact]
    public void Messages_never_go_back_and_ended_calls_stay_ended() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = StoredConversation.New();
            foreach (var command in deliveries)
            {
                var before = conversation.Timeline.ToDictionary();
                conversation.Deliver(command);
                Assert.All(before, item => IsAsFarOrFurther(item.Value, conversation.Timeline[item.Key]));
            }
        },
        iter: Iterations,
        print: RandomStories.Print);

    [Fact]
    public void Opted_out_is_what_the_newest_word_by_time_says() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = StoredConversation.New();
            var words = new SortedDictionary<DateTimeOffset, bool>();
            foreach (var command in deliveries)
            {
                var decision = conversation.Deliver(command);
                if (decision is Decision.Accepted && Word(command) is { } optedOut)
                {
                    words[command.At] = optedOut;
                }

                Assert.Equal(words.Values.LastOrDefault(), conversation.State.OptedOut);
            }
        },
        iter: Iterations,
        print: RandomStories.Print);

    [Fact]
    public void Name_is_the_newest_by_time_and_naming_changes_nothing_else() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = StoredConversation.New();
            var names = new SortedDictionary<DateTimeOffset, SavedCustomer?>();
            foreach (var command in deliveries)
            {
                var before = conversation.State;
                if (conversation.Deliver(command) is Decision.Accepted && command is NameCustomer naming)
                {
                    names[naming.At] = naming.Customer;
                    var after = conversation.State;
                    Assert.Equal(before with { Customer = after.Customer, NamedAt = after.NamedAt, Version = after.Version }, after);
                }

                Assert.Equal(names.Values.LastOrDefault(), conversation.State.Customer);
            }
        },
        iter: Iterations,
        print: RandomStories.Print);

    [Fact]
    public void What_may_be_an_opt_out_waits_for_the_team_until_a_word_that_is_as_new_settles_it() =>
        AfterEachDelivery((conversation, _, _, _) =>
        {
            if (conversation.State.MayBeOptOut is { } mark)
            {
                Assert.False(conversation.State.OptedOut || conversation.State.OptOut?.At >= mark.At);
                Assert.True(conversation.Timeline[mark.ItemId] is MessageItem { MayBeOptOut: true, Direction: Direction.Inbound });
            }
        });

    [Fact]
    public void Opted_out_customer_is_never_texted() =>
        AfterEachDelivery((_, _, before, happened) => Assert.False(before.OptedOut && happened.Any(it => it is MessageQueued)));

    [Fact]
    public void Nothing_the_customer_did_is_closed_or_read_away_unseen() =>
        AfterEachDelivery((conversation, command, before, _) =>
        {
            var seen = command switch
            {
                Close close => close.SeenThrough,
                MarkRead read => read.SeenThrough,
                DismissOptOut dismiss => dismiss.SeenThrough,
                _ => null,
            };
            if (before.CustomerVersion > seen)
            {
                Assert.Same(before, conversation.State);
            }
        });

    [Fact]
    public void Failed_message_is_no_response() =>
        AfterEachDelivery((conversation, _, _, _) => Assert.DoesNotContain(
            conversation.State.Responses, response => conversation.Timeline[response.ItemId] is MessageItem { Delivery: Delivery.Failed }));

    [Fact]
    public void Call_to_the_customer_responds_exactly_where_the_customer_knows_of_it() =>
        AfterEachDelivery((conversation, _, before, happened) =>
        {
            if (happened is [.., CallOutcomeKnown known])
            {
                Assert.Equal(
                    known.Outcome.ReachedCustomer(), conversation.State.Responses.Any(response => response.ItemId == known.CallId));
                Assert.Equal(before.Unresponded && !known.Outcome.ReachedCustomer(), conversation.State.Unresponded);
            }
        });

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Repeated_commands_change_nothing_and_those_about_items_not_even_when_their_source_ids_are_forgotten(bool remembers) =>
        RandomStories.Deliveries.Sample(
            deliveries =>
            {
                var conversation = new StoredConversation(new Conversation(StoredConversation.Id)) { RemembersItemCommands = remembers };
                var taken = new List<Command>();
                foreach (var command in deliveries)
                {
                    if (conversation.Deliver(command) is Decision.Accepted)
                    {
                        taken.Add(command);
                    }

                    var before = conversation.State;
                    taken.ForEach(conversation.Accepts);
                    Assert.Same(before, conversation.State);
                }
            },
            iter: Iterations / 4,
            print: RandomStories.Print);

    [Fact]
    public void What_customers_do_while_the_team_looks_away_counts_the_same_in_any_order() =>
        RandomStories.CustomersAloneInTwoOrders.Sample(
            orders =>
            {
                var unread = orders.One.OfType<ReceiveMessage>().Count()
                    + orders.One.OfType<CallCommand>().Where(call => call is not RingCall).DistinctBy(call => call.CallId).Count();
                Assert.Equal(unread, StoredConversation.After(orders.One).State.UnreadCount);
                Assert.Equal(unread, StoredConversation.After(orders.Other).State.UnreadCount);
            },
            iter: Iterations,
            print: orders => $"{RandomStories.Print(orders.One)}\n\nor\n\n{RandomStories.Print(orders.Other)}");

    private static void AfterEachDelivery(Step holds) => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = StoredConversation.New();
            foreach (var command in deliveries)
            {
                var (before, known) = (conversation.State, conversation.Happened.Count);
                conversation.Deliver(command);
                holds(conversation, command, before, [.. conversation.Happened.Skip(known)]);
            }
        },
        iter: Iterations,
        print: RandomStories.Print);

    private static bool IsActivity(ConversationEvent happened) => happened is MessageReceived or MessageQueued or MessageFailed or CallRang
        or CallAnswered or CallCompleted or CallWentUnanswered or VoicemailReceived or CallPlaced or CallOutcomeKnown;

    private static bool? Word(Command command) => command switch
    {
        ReceiveMessage received => RandomStories.Texts[received.Text],
        NoteOptOut noted => noted.OptedOut,
        ChangeDelivery { OptedOut: true } => true,
        _ => null,
    };

    private static void IsAsFarOrFurther(TimelineItem before, TimelineItem after)
    {
        Assert.Equal((before.Id, before.At, before.Direction, before.By), (after.Id, after.At, after.Direction, after.By));
        switch (before, after)
        {
            case (MessageItem was, MessageItem now):
                Assert.True(was.Delivery == now.Delivery || Deliveries.Rises(was.Delivery, now.Delivery), $"{was} {now}");
                break;
            case (CallItem was, CallItem now):
                Assert.True(was.Status == now.Status || !was.Status.HasEnded() && now.Status > was.Status, $"{was} {now}");
                Assert.True(now.Voicemail || !was.Voicemail);
                break;
            default:
                Assert.Equal(before, after);
                break;
        }
    }
}
