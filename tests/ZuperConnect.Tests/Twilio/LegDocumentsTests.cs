using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Twilio.TwiML;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Twilio;

/// <summary>The documents of the legs by the state of the call.</summary>
public sealed class LegDocumentsTests
{
    private const string CallId = "5f0c7a52-3d5e-4a53-9d0f-6d7c1f0a8e21";
    private static readonly Author Ana = new("ana", "Ana");

    private static readonly LegDocuments Documents = new(new CallAddresses(PublicAddress.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("PublicAddress", "https://inbox.example")]).Build())!));

    [Theory]
    [InlineData(CallPhase.Beginning, "Play silence.wav, Redirect customer/next")]
    [InlineData(CallPhase.Greeting, "Play greeting-14255550100.wav, Redirect customer/played/greeting")]
    [InlineData(CallPhase.RingingDevices, "Play ringing.wav, Redirect customer/next")]
    [InlineData(CallPhase.Talking, "Dial, Redirect customer/next")]
    [InlineData(CallPhase.VoicemailGreeting, "Say, Play tone.wav, Redirect customer/played/voicemailGreeting")]
    [InlineData(CallPhase.Voicemail, "Pause, Redirect customer/next")]
    [InlineData(CallPhase.Ending, "Hangup")]
    [InlineData(CallPhase.Over, "Hangup")]
    public void A_caller_hears_what_the_call_is_at(CallPhase phase, string verbs) =>
        Assert.Equal(verbs, Words(Documents.OfCustomer(Inbound(LegState.Rings) with { Phase = phase })));

    [Theory]
    [InlineData(CallPhase.RingingDevices, LegState.Rings, "Play silence.wav, Redirect devices/ana/next")]
    [InlineData(CallPhase.RingingDevices, LegState.PickedUp, "Play silence.wav, Redirect devices/ana/next")]
    [InlineData(CallPhase.RingingDevices, LegState.Asked, "Gather, Hangup")]
    [InlineData(CallPhase.RingingDevices, LegState.Gone, "Hangup")]
    [InlineData(CallPhase.Talking, LegState.Accepted, "Dial, Redirect devices/ana/next")]
    [InlineData(CallPhase.Talking, LegState.Gone, "Hangup")]
    [InlineData(CallPhase.RingingCustomer, LegState.Accepted, "Dial, Redirect devices/ana/next")]
    [InlineData(CallPhase.VoicemailGreeting, LegState.Gone, "Hangup")]
    [InlineData(CallPhase.Ending, LegState.Accepted, "Hangup")]
    public void A_device_waits_then_is_asked_to_press_1_then_talks(CallPhase phase, LegState state, string verbs) =>
        Assert.Equal(verbs, Words(Documents.OfDevice(Inbound(state) with { Phase = phase }, "ana")));

    [Fact]
    public void A_device_that_the_call_does_not_know_is_hung_up() =>
        Assert.Equal("Hangup", Words(Documents.OfDevice(Inbound(LegState.Rings) with { Phase = CallPhase.RingingDevices }, "ben")));

    [Fact]
    public void Whoever_picks_up_has_ten_seconds_to_press_1_and_is_hung_up_on_otherwise()
    {
        var gather = Xml(Documents.OfDevice(Inbound(LegState.Asked) with { Phase = CallPhase.RingingDevices }, "ana")).Element("Gather")!;

        Assert.Equal(
            ("1", "10", "true", "dtmf"),
            ((string)gather.Attribute("numDigits")!, (string)gather.Attribute("timeout")!,
                (string)gather.Attribute("actionOnEmptyResult")!, (string)gather.Attribute("input")!));
        Assert.Equal(
            $"https://inbox.example/api/callbacks/twilio/calls/{CallId}/devices/ana/pressed#rc=5&rp=all",
            (string)gather.Attribute("action")!);
    }

    [Fact]
    public void Both_sides_talk_in_one_conference_without_beeps_that_ends_when_one_of_them_leaves()
    {
        var call = Inbound(LegState.Accepted) with { Phase = CallPhase.Talking };
        var (customer, device) = (Conference(Documents.OfCustomer(call)), Conference(Documents.OfDevice(call, "ana")));

        Assert.Equal(CallId, customer.Value);
        Assert.Equal(
            ("false", "true", "true", ""),
            ((string)customer.Attribute("beep")!, (string)customer.Attribute("startConferenceOnEnter")!,
                (string)customer.Attribute("endConferenceOnExit")!, (string)customer.Attribute("waitUrl")!));

        // The attributes of the first participant apply, so both documents must be the same.
        Assert.Equal(customer.ToString(), device.ToString());
    }

    [Fact]
    public void Every_document_can_be_given_to_Twilio_in_one_request() => Assert.All(
        from phase in Enum.GetValues<CallPhase>()
        from state in Enum.GetValues<LegState>()
        let call = Inbound(state) with { Phase = phase }
        from document in new[] { Documents.OfCustomer(call), Documents.OfDevice(call, "ana") }
        select document.ToString(),
        twiml => Assert.InRange(twiml.Length, 1, 4_000));

    private static Call Inbound(LegState state)
    {
        Assert.True(PhoneNumber.TryParse("+14255550191", out var phone));
        Assert.True(ConversationId.TryParse("14255550100-12065550199", out var between));
        var device = new Device(Ana, phone);
        return new Call(
            CallId, between, Direction.Inbound, DateTimeOffset.UnixEpoch,
            new([device], TimeSpan.FromSeconds(20), HasGreeting: true, Records: true, TakesVoicemail: true))
        {
            Legs = [new(device, state)],
        };
    }

    private static XElement Conference(VoiceResponse document) => Xml(document).Element("Dial")!.Element("Conference")!;

    private static XElement Xml(VoiceResponse document) => XDocument.Parse(document.ToString()).Root!;

    private static string Words(VoiceResponse document) =>
        string.Join(", ", Xml(document).Elements().Select(verb => verb.Name.LocalName switch
    {
        "Play" => $"Play {verb.Value.Split('/')[^1]}",
        "Redirect" => $"Redirect {new Uri(verb.Value).AbsolutePath.Split($"{CallId}/")[^1]}",
        var other => other,
    }));
}
