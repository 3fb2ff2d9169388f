using System.Text.Json;
using ZuperConnect.Calls;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Webhooks;

public class CallEventsTests
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
        { "AnswerFailed", new { }, "Broke" },
        { "CreateCallFailed", new { operationContext = Context }, "DeviceLeft" },
        { "CreateCallFailed", new { operationContext = (string?)null }, "Broke" },
        { "AddParticipantSucceeded", new { operationContext = Context }, "DevicePickedUp" },
        { "AddParticipantFailed", new { operationContext = Context, resultInformation = new { code = 603 } }, "DeviceLeft" },
        { "AddParticipantSucceeded", new { operationContext = "customer" }, "CustomerJoined" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = new { code = 486 } }, "CustomerDidNotAnswer True" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = new { code = 404 } }, "CustomerDidNotAnswer False" },
        { "AddParticipantFailed", new { operationContext = "customer", resultInformation = (object?)null }, "CustomerDidNotAnswer False" },
        { "RecognizeCompleted", new { operationContext = Context, recognitionType = "dtmf", dtmfResult = new { tones = One } }, "DeviceAccepted" },
        { "RecognizeCompleted", new { operationContext = Context, dtmfResult = new { tones = Two } }, "DeviceDidNotAccept" },
        { "RecognizeFailed", new { operationContext = Context }, "DeviceDidNotAccept" },
        { "PlayCompleted", new { operationContext = "sound:voicemailGreeting" }, "Played VoicemailGreeting True" },
        { "PlayFailed", new { operationContext = "sound:recordingAnnouncement" }, "Played RecordingAnnouncement False" },
        { "ParticipantsUpdated", new { sequenceNumber = 3, participants = new object[] { Phone("+12065550199"), Raw("4:+14255550191"), Raw("8:acs:1"), Raw("4:anonymous") } }, "ParticipantsAre 3 +12065550199 +14255550191 anonymous" },
        { "RecordingStateChanged", new { recordingId = "eyJ", state = "active" }, "RecordingBegan recording.eyJ" },
    };

    private static string Context { get; } = CallContexts.Of(Anas);

    [Theory]
    [MemberData(nameof(Known))]
    public void Event_of_the_provider_is_news_in_our_words(string type, object data, string news)
    {
        Assert.True(CallEvents.TryRead(Event(type, data), Now, out var reported));
        Assert.Equal(news, Words(reported!.News));
        Assert.Equal(("event.e-1", At, "line-1"), (reported.News.SourceId, reported.News.At, reported.Line));
    }

    [Theory]
    [InlineData("PlayStarted")]
    [InlineData("CallTransferAccepted")]
    [InlineData("SomethingNew")]
    [InlineData("AddParticipantSucceeded")]
    [InlineData("RecordingStateChanged")]
    public void Event_that_is_none_of_ours_is_no_news_and_no_fault(string type)
    {
        Assert.True(CallEvents.TryRead(Event(type, new { }), Now, out var reported));
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
    [InlineData("""{"id":"1","type":"Microsoft.Communication.RecognizeCompleted","data":{"operationContext":"device:ana","dtmfResult":{"tones":[{}]}}}""")]
    public void What_cannot_be_read_is_none(string json) => Assert.False(CallEvents.TryRead(BinaryData.FromString(json), Now, out _));

    [Fact]
    public void Time_after_arrival_is_cut_and_a_missing_one_is_the_arrivals()
    {
        Assert.True(CallEvents.TryRead(Event("CallConnected", new { }, Now.AddDays(1)), Now, out var late));
        Assert.True(CallEvents.TryRead(BinaryData.FromString("""{"id":"1","type":"Microsoft.Communication.CallConnected","data":{},"time":"soon"}"""), Now, out var none));
        Assert.Equal((Now, Now), (late!.News.At, none!.News.At));
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

    private static object Phone(string number) => new { identifier = new { kind = "phoneNumber", rawId = $"4:{number}", phoneNumber = new { value = number } }, isMuted = false };

    private static object Raw(string id) => new { identifier = new { rawId = id } };

    private static string Words(CallNews news) => string.Join(' ', new[] { news.GetType().Name }.Concat(news switch
    {
        CustomerDidNotAnswer not => [$"{not.Reached}"],
        Played played => [$"{played.Sound}", $"{played.Heard}"],
        ParticipantsAre list => list.Present.Select(number => number.Value).Prepend($"{list.Sequence}"),
        RecordingBegan began => [began.RecordingId],
        DevicePickedUp or DeviceAccepted or DeviceLeft or DeviceDidNotAccept => [],
        _ => Array.Empty<string>(),
    }));

    private static PhoneNumber Number(string text) => PhoneNumber.TryParse(text, out var number) ? number : throw new InvalidOperationException();
}
