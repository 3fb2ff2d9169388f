using System.Collections.Immutable;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Calls;

/// <summary>A call with events one second after the other, and their results.</summary>
internal sealed class CallRulesTest
{
    public static readonly Author Ana = new("ana", "Ana");
    public static readonly Author Ben = new("ben", "Ben");

    public const string Customer = "+12065550199";
    public const string Ours = "+14255550100";
    public const string AnasPhone = "+14255550191";
    public const string BensPhone = "+14255550192";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private int _seconds;

    private CallRulesTest(Call call) => Call = call;

    public Call Call { get; private set; }

    /// <summary>The provider's actions in words.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The commands for the conversation.</summary>
    public List<Command> Commands { get; } = [];

    /// <summary>The seconds from the last event until each timer expires.</summary>
    public IReadOnlyDictionary<CallTimer, double> Timers =>
        Call.Timers.ToDictionary(timer => timer.Key, timer => (timer.Value - Start.AddSeconds(_seconds - 1)).TotalSeconds);

    public static CallPlan Plan(params ReadOnlySpan<Author> group) =>
        new([.. group.ToImmutableArray().Select(DeviceOf)], TimeSpan.FromSeconds(20),
            HasGreeting: false, Records: false, TakesVoicemail: true);

    /// <summary>A customer calls. By default the devices of ana and ben are in the ring group.</summary>
    public static CallRulesTest FromCustomer(CallPlan? plan = null) =>
        new(new Call("call-1", Between, Direction.Inbound, Start, plan ?? Plan(Ana, Ben)));

    /// <summary>A hidden caller calls. The devices of ana and ben are in the ring group.</summary>
    public static CallRulesTest FromHiddenCaller() =>
        new(new Call("call-1", Between with { Customer = PhoneNumber.Hidden }, Direction.Inbound, Start, Plan(Ana, Ben)));

    /// <summary>Ana calls the customer.</summary>
    public static CallRulesTest FromAna(bool records = false) =>
        new(new Call("call-1", Between, Direction.Outbound, Start, Plan(Ana) with { Records = records }) { PlacedBy = Ana });

    public CallRulesTest Hears(params ReadOnlySpan<Func<DateTimeOffset, CallEvent>> news)
    {
        foreach (var make in news)
        {
            var step = CallRules.Apply(Call, make(Start.AddSeconds(_seconds++)));
            Call = step.Call;
            Asked.AddRange(step.Actions.Select(Words));
            Commands.AddRange(step.Commands);
        }

        return this;
    }

    public static CallEvent Begins(DateTimeOffset at) => new CallStarted("began", at);

    public static CallEvent Connects(DateTimeOffset at) => new Connected("connected", at);

    public static CallEvent ComesTooLate(DateTimeOffset at) => new IncomingCallExpired("too-late", at);

    public static CallEvent RingsOut(DateTimeOffset at) => new RingTimeExpired("ring-time", at);

    public static CallEvent VoicemailIsFull(DateTimeOffset at) => new VoicemailTimeExpired("voicemail-time", at);

    public static CallEvent CustomerHangsUp(DateTimeOffset at) => new CustomerLeft("customer-left", at);

    public static CallEvent CustomerAnswers(DateTimeOffset at) => new CustomerJoined("customer-joined", at);

    public static CallEvent CustomerIsCalled(DateTimeOffset at) => new CustomerRings("customer-rings", at);

    public static CallEvent CustomerIsBusy(DateTimeOffset at) => CustomerDoesNotAnswer(CallOutcome.Busy)(at);

    public static CallEvent CustomerCannotBeReached(DateTimeOffset at) => CustomerDoesNotAnswer(CallOutcome.Unreachable)(at);

    public static Func<DateTimeOffset, CallEvent> CustomerDoesNotAnswer(CallOutcome outcome) =>
        at => new CustomerDidNotAnswer($"{outcome}", at, outcome);

    public static CallEvent Disconnects(DateTimeOffset at) => new Disconnected("disconnected", at);

    public static CallEvent Breaks(DateTimeOffset at) => new CallFailed("broke", at);

    public static CallEvent CannotConnect(DateTimeOffset at) => new ConnectFailed("connect-failed", at);

    public static Func<DateTimeOffset, CallEvent> DoesNotAnswer(Author user) => at =>
        new DeviceDidNotAnswer($"{user.UserId}-not-there", at, user.UserId);

    public static Func<DateTimeOffset, CallEvent> PicksUp(Author user) => at => new DevicePickedUp($"{user.UserId}-up", at, user.UserId);

    public static Func<DateTimeOffset, CallEvent> Accepts(Author user) => at =>
        new DeviceAccepted($"{user.UserId}-accepts", at, user.UserId);

    public static Func<DateTimeOffset, CallEvent> DoesNotAccept(Author user) => at =>
        new DeviceDidNotAccept($"{user.UserId}-silent", at, user.UserId);

    public static Func<DateTimeOffset, CallEvent> Lists(int sequence, params string[] present) => at =>
        new ParticipantsUpdated($"list-{sequence}", at, sequence, [.. present.Select(NumberOf)]);

    /// <summary>A list of participants with entries that cannot be read.</summary>
    public static Func<DateTimeOffset, CallEvent> ListsInPart(int sequence, params string[] present) => at =>
        (ParticipantsUpdated)Lists(sequence, present)(at) with { IsIncomplete = true };

    /// <summary>The provider's response to a request for the participants.</summary>
    public static CallEvent Finds(DateTimeOffset at, params string[] present) =>
        new ParticipantsUpdated($"found-{at.Ticks}", at, null, [.. present.Select(NumberOf)]);

    public static Func<DateTimeOffset, CallEvent> Refuses(CallAction action) => at => new ActionRefused($"refused-{action}", at, action);

    public static Func<DateTimeOffset, CallEvent> Leaves(Author user) => at => new DeviceLeft($"{user.UserId}-leaves", at, user.UserId);

    public static Func<DateTimeOffset, CallEvent> Hears(Sound sound, bool heard = true) => at => new Played($"{sound}", at, sound, heard);

    private static ConversationId Between { get; } = ConversationId.TryParse("14255550100-12065550199", out var id)
        ? id : throw new InvalidOperationException();

    public static Device DeviceOf(Author user) => new(user, NumberOf(user == Ana ? AnasPhone : BensPhone));

    private static PhoneNumber NumberOf(string text) => PhoneNumber.TryParse(text, out var number)
        ? number : throw new InvalidOperationException();

    private static string Words(CallAction action) => action switch
    {
        CallDevice call => $"call {call.Device.User.UserId}",
        InviteDevice invite => $"invite {invite.Device.User.UserId}",
        AskToAccept ask => $"ask {ask.Device.User.UserId}",
        DropDevice drop => $"drop {drop.Device.User.UserId}",
        HoldCustomer => "hold",
        TakeOffHold => "take off hold",
        InviteCustomer => "invite customer",
        Play play => $"play {play.Sound}",
        StartRecording record => $"record {record.Purpose}",
        HangUp => "hang up",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
