using System.Text.Json;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Json;

namespace ZuperConnect.Tests.CallControl;

/// <summary>Stored calls are read by later versions: active calls and pending events of earlier versions.</summary>
public class StoredCallsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    /// <summary>A user's call while the customer's phone is called, as stored by the version of November 2026.</summary>
    private const string Dialling = """
        {"call":{"id":"c-1","conversation":"14255550100-12065550199","direction":"outbound","startedAt":"2026-01-05T09:30:00Z",
        "plan":{"ringGroup":[{"user":{"userId":"ana","name":"Ana"},"number":"+14255550191"}],"ringTime":"00:00:20","hasGreeting":false,"records":true,"takesVoicemail":true},
        "placedBy":{"userId":"ana","name":"Ana"},"phase":"ringingCustomer",
        "legs":[{"device":{"user":{"userId":"ana","name":"Ana"},"number":"+14255550191"},"state":"accepted"}],
        "answeredBy":null,"answeredAt":null,"endedAs":null,"recording":null,"recordingId":null,"isOnHold":false,
        "present":["+14255550191"],"participantsSequence":1,"lookedAt":null,"timers":{"ringTime":"2026-01-05T09:31:00Z"},"isOver":false},
        "line":"line-1","invitations":{},"heard":["c-1.began","event.1"],
        "actions":[{"action":{"action":"inviteCustomer","customer":"+12065550199","ringTime":"00:00:45"},"since":"2026-01-05T09:30:10Z"}],
        "commands":[{"command":"dialCustomer","by":{"userId":"ana","name":"Ana"},"callId":"c-1","startedAt":"2026-01-05T09:30:00Z","direction":"outbound",
        "calledBy":{"userId":"ana","name":"Ana"},"itemId":"c-1","itemAt":"2026-01-05T09:30:00Z","sourceId":"c-1.dialled","at":"2026-01-05T09:30:10Z"}],
        "isBusy":true}
        """;

    public static TheoryData<string, string> News => new()
    {
        { """{"news":"deviceLeft","userId":"ana","sourceId":"e-1","at":"2026-01-05T09:30:00Z"}""", nameof(DeviceLeft) },
        { """{"news":"broke","sourceId":"e-1","at":"2026-01-05T09:30:00Z"}""", nameof(CallFailed) },
        { """{"news":"customerDidNotAnswer","reached":true,"sourceId":"e-1","at":"2026-01-05T09:30:00Z"}""", nameof(CustomerDidNotAnswer) },
        { """{"news":"participantsAre","sequence":3,"present":["+12065550199"],"sourceId":"e-1","at":"2026-01-05T09:30:00Z"}""",
            nameof(ParticipantsUpdated) },
    };

    [Fact]
    public void Call_of_an_earlier_version_goes_on()
    {
        var session = JsonSerializer.Deserialize<CallSession>(Dialling, InboxJson.Options)!;
        Assert.Equal(
            (CallPhase.RingingCustomer, "line-1", null, null),
            (session.Call.Phase, session.ProviderCallId, session.Conference, session.Correlation));
        Assert.IsType<InviteCustomer>(Assert.Single(session.Actions).Action);
        Assert.IsType<DialCustomer>(Assert.Single(session.Commands));
        Assert.True(session.IsSameCall(new("line-1", "any", "any")));

        var talking = session.Apply(new CustomerJoined("joined", At.AddSeconds(20)));
        Assert.Equal(CallPhase.Talking, talking.Call.Phase);
        Assert.IsType<ConnectCall>(talking.Commands[^1]);
    }

    [Theory]
    [MemberData(nameof(News))]
    public void News_of_an_earlier_version_is_heard(string json, string kind)
    {
        var callEvent = JsonSerializer.Deserialize<CallEvent>(json, InboxJson.Options)!;
        Assert.Equal((kind, "e-1", At), (callEvent.GetType().Name, callEvent.SourceId, callEvent.At));
    }

    [Fact]
    public void Every_news_reads_back_as_it_was_written()
    {
        CallEvent[] all =
        [
            new ConnectFailed("e", At), new DeviceDidNotAnswer("e", At, "ana"), new CustomerRings("e", At),
            new CustomerDidNotAnswer("e", At, CallOutcome.Busy),
        ];
        Assert.All(
            all, callEvent =>
                Assert.Equal(
                    callEvent,
                    JsonSerializer.Deserialize<CallEvent>(JsonSerializer.Serialize(callEvent, InboxJson.Options), InboxJson.Options)));
        var list = new ParticipantsUpdated("e", At, 7, []) { IsIncomplete = true };
        Assert.True(
            Assert.IsType<ParticipantsUpdated>(
                JsonSerializer.Deserialize<CallEvent>(
                    JsonSerializer.Serialize<CallEvent>(list, InboxJson.Options), InboxJson.Options)).IsIncomplete);
    }
}
