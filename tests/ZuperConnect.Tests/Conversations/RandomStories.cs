using CsCheck;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Random commands about a few messages and calls, each at its own time.</summary>
internal static class RandomStories
{
    private const int MaxCommands = 30;

    private static readonly ACall[] CustomersCalls = [Customer.Calls(at: 3), Customer.Calls(at: 17)];
    private static readonly ACall[] TeamsCalls = [Ana.Calls(at: 11), Ben.Calls(at: 23)];
    private static readonly string[] Messages = ["one", "two", "three"];
    private static readonly string?[] Names = ["Carla", "Carl", null];
    private static readonly CallOutcome?[] Outcomes = [null, .. Enum.GetValues<CallOutcome>().Select(outcome => (CallOutcome?)outcome)];
    private static readonly CallStatus[] Unanswered = [CallStatus.Missed, CallStatus.Canceled, CallStatus.Failed];

    /// <summary>Texts of the customer, and whether they opt out or in.</summary>
    public static IReadOnlyDictionary<string, bool?> Texts { get; } = new Dictionary<string, bool?>
    {
        ["Hello"] = null,
        ["It leaks!"] = null,
        ["Please stop"] = null,
        ["STOP"] = true,
        ["Cancel"] = true,
        ["Quit"] = true,
        ["start"] = false,
    };

    /// <summary>Commands as they arrive: some never, some repeatedly, in any order.</summary>
    public static Gen<Command[]> Deliveries { get; } =
        from commands in Commands(Anything)
        from order in Gen.Int[0, commands.Length - 1].Array[0, 2 * MaxCommands]
        select order.Select(place => commands[place]).ToArray();

    /// <summary>Texts and calls of customers that nobody answers, in two orders.</summary>
    public static Gen<(Command[] One, Command[] Other)> CustomersAloneInTwoOrders { get; } =
        from commands in Commands(CustomerAlone)
        from shuffled in Gen.Shuffle(commands)
        select (commands, shuffled);

    public static string Print(IEnumerable<Command> commands) => string.Join('\n', commands);

    private static Gen<Command[]> Commands(Func<int, int, int, Command> tell) =>
        from choices in Gen.Select(Gen.Int[0, 999], Gen.Int[0, 999]).Array[1, MaxCommands]
        from minutes in Gen.Shuffle(Enumerable.Range(0, 2 * MaxCommands).ToArray(), choices.Length)
        select choices.Zip(minutes, (choice, minute) => tell(choice.Item1, choice.Item2, minute)).ToArray();

    private static Command CustomerAlone(int kind, int detail, int at) => (kind % 4) switch
    {
        0 => Customer.Writes(Any(Texts.Keys.ToArray(), detail), at),
        1 => Any(CustomersCalls, detail).Rings(),
        2 => Any(CustomersCalls, detail).Ends(Any(Unanswered, detail / 2), at),
        _ => Any(CustomersCalls, detail).LeavesVoicemail(at),
    };

    private static Command Anything(int kind, int detail, int at)
    {
        var call = Any([.. CustomersCalls, .. TeamsCalls], detail);
        return (kind % 18) switch
        {
            < 4 => CustomerAlone(kind / 17, detail, at),
            4 => Ana.Writes("Hello", at, Any(Messages, detail), Seen(detail)),
            5 or 6 => Provider.Reports(Any(Enum.GetValues<Delivery>(), detail), at, Any(Messages, detail / 8)),
            7 => Provider.ReportsOptedOut(at, Any(Messages, detail)),
            8 => Any(TeamsCalls, detail) is var ours && detail % 3 is 0 ? ours.IsPlaced() : ours.DialsTheCustomer(at),
            9 => call.IsAnswered(at, Ben),
            10 when call.Direction is Direction.Outbound =>
                call.Ends(Any([CallStatus.Completed, .. Unanswered], detail / 4), at, Any(Outcomes, detail / 16)),
            10 => call.Ends(Any([CallStatus.Completed, .. Unanswered], detail / 4), at),
            11 => call.IsRecorded(at),
            12 => Ana.Closes(at, Seen(detail)),
            13 => detail % 2 is 0 ? Ana.MarksRead(at, Seen(detail)) : Ben.MarksUnread(at),
            14 => (detail % 3) switch { 0 => Ben.Opens(at), 1 => Ben.Comments("Mine", at), _ => Ben.MakesAJob("Mend it", at) },
            17 => Ben.DismissesTheOptOut(at, Seen(detail)),
            15 => Customer.IsNamed(Any(Names, detail), at),
            _ => Customer.WritesToAnotherNumber(detail % 2 is 0 ? "STOP" : "START", at),
        };
    }

    private static long? Seen(int detail) => detail % 3 is 0 ? null : detail % 40;

    private static T Any<T>(T[] choices, int detail) => choices[detail % choices.Length];
}
