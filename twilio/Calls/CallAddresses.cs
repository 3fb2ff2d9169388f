using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// The webhook addresses of a call's legs, at which Twilio requests documents and reports events. Each contains the inbox's id of the call,
/// because Twilio returns nothing except the address. <see cref="CallWebhooks"/> handles the requests.
/// </summary>
public sealed class CallAddresses(PublicAddress here)
{
    /// <summary>The prefix of all addresses, followed by <c>{call id}/{leg}/{what}</c>.</summary>
    public const string Root = "api/callbacks/twilio/calls/";

    /// <summary>The customer's leg of an inbound call was connected.</summary>
    public Uri CustomerConnected(string callId) => Of(callId, "customer/connected");

    /// <summary>Requests the next document of the customer's leg.</summary>
    public Uri CustomerNext(string callId) => Of(callId, "customer/next");

    /// <summary>A sound was played to the customer completely.</summary>
    public Uri CustomerPlayed(string callId, Sound sound) => Of(callId, $"customer/played/{InboxJson.Name(sound)}");

    /// <summary>The status of an outbound call to the customer.</summary>
    public Uri CustomerStatus(string callId) => Of(callId, "customer/status");

    /// <summary>A user's device was picked up.</summary>
    public Uri DevicePickedUp(string callId, string userId) => Of(callId, $"{Device(userId)}/pickedUp");

    /// <summary>Requests the next document of a user's device.</summary>
    public Uri DeviceNext(string callId, string userId) => Of(callId, $"{Device(userId)}/next");

    /// <summary>The key that was pressed at a user's device.</summary>
    public Uri DevicePressed(string callId, string userId) => Of(callId, $"{Device(userId)}/pressed");

    /// <summary>The status of the call to a user's device.</summary>
    public Uri DeviceStatus(string callId, string userId) => Of(callId, $"{Device(userId)}/status");

    /// <summary>The sound for a user who waits in the conference for the customer.</summary>
    public Uri ConferenceWait(string callId) => Of(callId, "conference/wait");

    /// <summary>The announcement in the conference before the recording starts.</summary>
    public Uri ConferenceAnnouncement(string callId) => Of(callId, "conference/announcement");

    /// <summary>The events of the conference.</summary>
    public Uri ConferenceStatus(string callId) => Of(callId, "conference/status");

    /// <summary>The status of a recording.</summary>
    public Uri RecordingStatus(string callId) => Of(callId, "recording/status");

    /// <summary>A sound. It needs no authentication.</summary>
    public Uri Sound(string name) => here.Of(Routes.Sound, name);

    /// <summary>A number's greeting.</summary>
    public Uri Greeting(PhoneNumber number) => Sound(Sounds.SoundFiles.GreetingOf(number));

    private static string Device(string userId) => $"devices/{UserIdInRoute.Write(userId)}";

    private Uri Of(string callId, string what) => here.Of($"{Root}{callId}/{what}{TwilioAddresses.Retries}");
}
