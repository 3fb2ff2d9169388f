using System.Text.Json;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Webhooks;

public class CallEventParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset At = Now.AddSeconds(-2);
    private static readonly string[] One = ["one"];
    private static readonly string[] Two = ["two"];
    private static readonly Device Anas = new(new("ana", "Ana"), Number("+14255550191"));

    public static TheoryData<string, object, string> Known => new()
    {
        { "CallConnected", new { }, "Connected" },
        { "CallDisconnected", new { resultInformation = new { code = 200, subCode = 0 } }, "Disconnected" },
        { "AnswerFailed", new { }, "ConnectFailed" },
        { "CreateCallFailed", new { operationContext = Context }, "DeviceDidNotAnswer" },
        { "CreateCallFailed", new { operationContext = (string?)null }, "ConnectFailed" },
        { "AddParticipantSucceeded", new { operationContext = Context }, "DevicePickedUp" },
        { "AddParticipantFailed", new { operationContext = Context, resultInformation = new { code = 603 } }, "DeviceDidNotAnswer" },
        { "AddParticipantSucceeded", new { operationContext = "customer" }, "CustomerJoined" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = new { code = 486 } },
            "CustomerDidNotAnswer Busy" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = (object?)null }, "CustomerDidNotAnswer Failed" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = new { code = "486", subCode = 8587.5 } },
            "CustomerDidNotAnswer Failed" },
        { "RecognizeCompleted", new { operationContext = Context, recognitionType = "dtmf", dtmfResult = new { tones = One } },
            "DeviceAccepted" },
        { "RecognizeCompleted", new { operationContext = Context, dtmfResult = new { tones = Two } }, "DeviceDidNotAccept" },
        { "RecognizeFailed", new { operationContext = Context }, "DeviceDidNotAccept" },
        { "PlayCompleted", new { operationContext = "sound:voicemailGreeting" }, "Played VoicemailGreeting True" },
        { "PlayFailed", new { operationContext = "sound:recordingAnnouncement" }, "Played RecordingAnnouncement False" },
        { "ParticipantsUpdated",
            new { sequenceNumber = 3, participants = new object[] { Phone("+12065550199"), Raw("4:+14255550191"), Raw("8:acs:1"),
                Raw("4:anonymous") } }, "ParticipantsUpdated 3 +12065550199 +14255550191 anonymous" },
        { "RecordingStateChanged", new { recordingId = "eyJ", state = "active" }, "RecordingStarted recording.eyJ" },
    };

    /// <summary>The provider's codes and subcodes of customers who could not be reached.</summary>
    public static TheoryData<int, int, CallOutcome> Codes => new()
    {
        { 408, 0, CallOutcome.NoAnswer },
        { 487, 0, CallOutcome.NoAnswer },
        { 400, 8587, CallOutcome.NoAnswer },
        { 400, 8542, CallOutcome.NoAnswer },
        { 486, 560486, CallOutcome.Busy },
        { 600, 0, CallOutcome.Busy },
        { 400, 8539, CallOutcome.Busy },
        { 400, 8540, CallOutcome.Busy },
        { 603, 0, CallOutcome.Declined },
        { 607, 0, CallOutcome.Declined },
        { 608, 0, CallOutcome.Declined },
        { 408, 8538, CallOutcome.Declined },
        { 404, 0, CallOutcome.Unreachable },
        { 410, 0, CallOutcome.Unreachable },
        { 480, 0, CallOutcome.Unreachable },
        { 484, 0, CallOutcome.Unreachable },
        { 604, 0, CallOutcome.Unreachable },
        { 400, 8541, CallOutcome.Unreachable },
        { 400, 8544, CallOutcome.Unreachable },
        { 403, 7507, CallOutcome.Failed },
        { 500, 0, CallOutcome.Failed },
        { 0, 0, CallOutcome.Failed },
    };

    /// <summary>Lists of participants with unusual identifiers, and the expected result.</summary>
    public static TheoryData<object?[], string> Lists => new()
    {
        { [Phone($"+12065550147_{Asserted}"), Phone("+14255550191")], "+12065550147 +14255550191" },
        { [Raw($"4:+12065550147_{Asserted}"), Raw("4:14255550191")], "+12065550147 +14255550191" },
        { [Raw($"4:{Asserted}"), Raw($"4:{Asserted}_{Asserted}"), Raw(Asserted), Phone(Asserted)],
            "anonymous anonymous anonymous anonymous" },
        { [Raw($"4:anonymous_{Asserted}"), Raw("4:Anonymous"), Phone("anonymous@anonymous.invalid")], "anonymous anonymous anonymous" },
        { [Named("otherFormat", $"4:+12065550147_{Asserted}"), Named("otherFormat", $"4:{Asserted}"),
            Named("+12065550147", "4:otherFormat")], "+12065550147 anonymous +12065550147" },
        { [Raw("8:acs:1"), Raw("8:orgid:1"), Raw("28:1"), Raw("48:1"), Phone("+12065550147")], "+12065550147" },
        { [Phone("+12065550147"), null], "+12065550147 and others" },
        { [Phone("+12065550147"), "nonsense", 7], "+12065550147 and others" },
        { [Phone("+12065550147"), new { identifier = (object?)null }], "+12065550147 and others" },
        { [Phone("+12065550147"), new { identifier = new { phoneNumber = "+14255550191" } }], "+12065550147 and others" },
        { [Phone("+12065550147"), new { }], "+12065550147 and others" },
        { [Raw("4:"), Raw(""), Raw("4:_"), Raw($"_{Asserted}")], "and others" },
        { [Raw(new string('4', 100_000))], "and others" },
        { [], "" },
    };

    private const string Asserted = "207ffef6-9444-41fb-92ab-20eacaae2768";

    private static string Context { get; } = OperationContexts.Of(Anas);

    [Theory]
    [MemberData(nameof(Known))]
    public void Event_of_the_provider_is_news_in_our_words(string type, object data, string news)
    {
        Assert.True(CallEventParser.TryRead(Event(type, data), Now, out var reported));
        Assert.Equal(news, Words(reported!.Event));
        Assert.Equal(("event.e-1", At, "line-1"), (reported.Event.SourceId, reported.Event.At, reported.Of.ProviderCallId));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Codes_of_a_customer_who_does_not_answer_say_why(int code, int subCode, CallOutcome outcome)
    {
        Assert.True(
            CallEventParser.TryRead(
                Event("AddParticipantFailed", new { operationContext = "customer", resultInformation = new { code, subCode } }),
                Now, out var reported));
        Assert.Equal(outcome, Assert.IsType<CustomerDidNotAnswer>(reported!.Event).Outcome);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Participants_are_read_however_they_are_named_and_what_cannot_be_read_is_somebody(object?[] participants, string read)
    {
        Assert.True(CallEventParser.TryRead(Event("ParticipantsUpdated", new { sequenceNumber = 3, participants }), Now, out var reported));
        var list = Assert.IsType<ParticipantsUpdated>(reported!.Event);
        Assert.Equal(read, string.Join(' ', list.Present.Select(number => number.Value).Concat(list.IsIncomplete ? ["and others"] : [])));
    }

    [Fact]
    public void Event_says_which_of_the_providers_calls_it_is_of()
    {
        Assert.True(
            CallEventParser.TryRead(
                Event("CallConnected", new { serverCallId = "server-1", correlationId = "correlation-1" }), Now, out var reported));
        Assert.Equal(new ProviderCallIds("line-1", "server-1", "correlation-1"), reported!.Of);
        Assert.True(CallEventParser.TryRead(Event("CallConnected", new { serverCallId = "", correlationId = 7 }), Now, out var without));
        Assert.Equal(new ProviderCallIds("line-1"), without!.Of);
    }

    [Theory]
    [InlineData("callConnectionId")]
    [InlineData("serverCallId")]
    [InlineData("correlationId")]
    [InlineData("operationContext")]
    public void Event_with_an_id_that_storage_would_not_take_is_none(string id)
    {
        var data = new Dictionary<string, string> { [id] = new('x', 40_000) };
        Assert.False(
            CallEventParser.TryRead(
                BinaryData.FromObjectAsJson(new { id = "1", type = "Microsoft.Communication.CallConnected", data }), Now, out _));
    }

    [Theory]
    [InlineData("PlayStarted")]
    [InlineData("CallTransferAccepted")]
    [InlineData("SomethingNew")]
    [InlineData("AddParticipantSucceeded")]
    [InlineData("RecordingStateChanged")]
    public void Event_that_is_none_of_ours_is_no_news_and_no_fault(string type)
    {
        Assert.True(CallEventParser.TryRead(Event(type, new { }), Now, out var reported));
        Assert.Null(reported);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"1","type":"Microsoft.Communication.CallConnected"}""")]
    [InlineData("""{"id":"","type":"Microsoft.Communication.CallConnected","data":{}}""")]
    [InlineData("""{"id":7,"type":"Microsoft.Communication.CallConnected","data":{}}""")]
    [InlineData("""{"id":"1","type":"Microsoft.Communication.ParticipantsUpdated","data":{}}""")]
    [InlineData("""{"id":"1","type":"Microsoft.Communication.ParticipantsUpdated","data":{"sequenceNumber":"x","participants":7}}""")]
    [InlineData(
        """
        {"id":"1","type":"Microsoft.Communication.RecognizeCompleted","data":{"operationContext":"device:ana",
        "dtmfResult":{"tones":[{}]}}}
        """)]
    public void What_cannot_be_read_is_none(string json) => Assert.False(CallEventParser.TryRead(BinaryData.FromString(json), Now, out _));

    [Fact]
    public void Time_after_arrival_is_cut_and_a_missing_one_is_the_arrivals()
    {
        Assert.True(CallEventParser.TryRead(Event("CallConnected", new { }, Now.AddDays(1)), Now, out var late));
        Assert.True(
            CallEventParser.TryRead(
                BinaryData.FromString("""{"id":"1","type":"Microsoft.Communication.CallConnected","data":{},"time":"soon"}"""),
                Now, out var none));
        Assert.Equal((Now, Now), (late!.Event.At, none!.Event.At));
    }

    [Fact]
    public void Recording_has_the_same_id_however_its_address_writes_it()
    {
        Assert.Equal(RecordingIds.Of("a+b=="), RecordingIds.Of("a%2Bb%3D%3D"));
        Assert.NotEqual(RecordingIds.Of("a"), RecordingIds.Of("b"));
        Assert.InRange(RecordingIds.Of(new string('a', 500)).Length, 1, 64);
    }

    private static BinaryData Event(string type, object data, DateTimeOffset? at = null)
    {
        var all = JsonSerializer.SerializeToNode(data)!.AsObject();
        all["callConnectionId"] = "line-1";
        return BinaryData.FromObjectAsJson(new
        {
            id = "e-1",
            source = "calling/callConnections/line-1",
            type = $"Microsoft.Communication.{type}",
            specversion = "1.0",
            time = at ?? At,
            datacontenttype = "application/json",
            data = all,
        });
    }

    private static object Phone(string number) =>
        new { identifier = new { kind = "phoneNumber", rawId = $"4:{number}", phoneNumber = new { value = number } }, isMuted = false };

    private static object Raw(string id) => new { identifier = new { rawId = id } };

    private static object Named(string number, string id) =>
        new { identifier = new { kind = "phoneNumber", rawId = id, phoneNumber = new { value = number } } };

    private static string Words(CallEvent callEvent) => string.Join(' ', new[] { callEvent.GetType().Name }.Concat(callEvent switch
    {
        CustomerDidNotAnswer not => [$"{not.Outcome}"],
        Played played => [$"{played.Sound}", $"{played.Heard}"],
        ParticipantsUpdated list => list.Present.Select(number => number.Value).Prepend($"{list.Sequence}"),
        RecordingStarted began => [began.RecordingId],
        DevicePickedUp or DeviceAccepted or DeviceDidNotAnswer or DeviceDidNotAccept => [],
        _ => Array.Empty<string>(),
    }));

    private static PhoneNumber Number(string text) => PhoneNumber.TryParse(text, out var number)
        ? number : throw new InvalidOperationException();
}
