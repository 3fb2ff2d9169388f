using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Where Twilio asks what a leg of a call does next, and reports what happened to it. Our id of the call is in each address, as Twilio
/// brings nothing back but the address. See <see cref="CallWebhooks"/> for what answers at them.
/// </summary>
public sealed class CallAddresses(PublicAddress here)
{
    /// <summary>Where all of them begin; the rest is <c>{call id}/{leg}/{what}</c>.</summary>
    public const string Root = "api/callbacks/twilio/calls/";

    /// <summary>The customer's leg of an inbound call has begun.</summary>
    public Uri CustomerConnected(string callId) => Of(callId, "customer/connected");

    /// <summary>What the customer's leg is to do now.</summary>
    public Uri CustomerNext(string callId) => Of(callId, "customer/next");

    /// <summary>The customer has heard something to its end.</summary>
    public Uri CustomerPlayed(string callId, Sound sound) => Of(callId, $"customer/played/{InboxJson.Name(sound)}");

    /// <summary>What became of the call to the customer.</summary>
    public Uri CustomerStatus(string callId) => Of(callId, "customer/status");

    /// <summary>A user's device has picked up.</summary>
    public Uri DevicePickedUp(string callId, string userId) => Of(callId, $"{Device(userId)}/pickedUp");

    /// <summary>What a user's device is to do now.</summary>
    public Uri DeviceNext(string callId, string userId) => Of(callId, $"{Device(userId)}/next");

    /// <summary>What was pressed at a user's device.</summary>
    public Uri DevicePressed(string callId, string userId) => Of(callId, $"{Device(userId)}/pressed");

    /// <summary>What became of the call to a user's device.</summary>
    public Uri DeviceStatus(string callId, string userId) => Of(callId, $"{Device(userId)}/status");

    /// <summary>What a user hears who waits for the customer.</summary>
    public Uri ConferenceWait(string callId) => Of(callId, "conference/wait");

    /// <summary>What all in the conference hear before it is recorded.</summary>
    public Uri ConferenceAnnouncement(string callId) => Of(callId, "conference/announcement");

    /// <summary>What happened in the conference.</summary>
    public Uri ConferenceStatus(string callId) => Of(callId, "conference/status");

    /// <summary>What became of a recording.</summary>
    public Uri RecordingStatus(string callId) => Of(callId, "recording/status");

    /// <summary>A sound, which anybody may fetch.</summary>
    public Uri Sound(string name) => here.Of(Routes.Sound, name);

    /// <summary>A number's greeting.</summary>
    public Uri Greeting(PhoneNumber number) => Sound(Sounds.SoundFiles.GreetingOf(number));

    private static string Device(string userId) => $"devices/{UserIdInRoute.Write(userId)}";

    private Uri Of(string callId, string what) => here.Of($"{Root}{callId}/{what}{TwilioAddresses.Retries}");
}
