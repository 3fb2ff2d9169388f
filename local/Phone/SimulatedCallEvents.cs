using System.Threading.Channels;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>The events of one call, in the format of the provider's pages on call control.</summary>
internal sealed class SimulatedCallEvents(string callId, ChannelWriter<object> channel, TimeProvider time)
{
    private static readonly string[] One = ["one"];

    private readonly Dictionary<string, string> _invitations = new(StringComparer.Ordinal);
    private int _lists;

    /// <summary>The provider's id of the call.</summary>
    public string ProviderCallId { get; } = Guid.NewGuid().ToString();

    /// <summary>The provider's other id of the call.</summary>
    public string ServerCallId { get; } = Convert.ToBase64String(Guid.NewGuid().ToByteArray());

    public void Connected(string? context) => Raise("CallConnected", context);

    public void NotCreated(string context, int code) => Raise("CreateCallFailed", context, code);

    public void Disconnected() => Raise("CallDisconnected");

    public void ParticipantAdded(PhoneNumber phone, string context) => Raise("AddParticipantSucceeded", context,
        more: new() { ["invitationId"] = Invitation(context), ["participant"] = Identifier(phone) });

    public void ParticipantNotAdded(PhoneNumber phone, string context, int code) => Raise("AddParticipantFailed", context, code,
        new() { ["invitationId"] = Invitation(context), ["participant"] = Identifier(phone) });

    public void InvitationCanceled(string context) =>
        Raise("CancelAddParticipantSucceeded", context, more: new() { ["invitationId"] = Invitation(context) });

    /// <summary>The participants, and which of them is on hold.</summary>
    public void Participants(IEnumerable<PhoneNumber> present, PhoneNumber? onHold) => Raise("ParticipantsUpdated", more: new()
    {
        ["sequenceNumber"] = ++_lists,
        ["participants"] = present.Select(
            phone => new { identifier = Identifier(phone), isMuted = false, isOnHold = phone == onHold }).ToArray(),
    });

    public void OnePressed(string context) => Raise(
        "RecognizeCompleted", context, more: new() { ["recognitionType"] = "dtmf", ["dtmfResult"] = new { tones = One } });

    public void NothingPressed(string context) => Raise("RecognizeFailed", context, 400);

    public void Played(Sound sound) => Raise("PlayCompleted", OperationContexts.Of(sound));

    public void RecordingStarted(SimulatedRecording recording) => Raise("RecordingStateChanged",
        more: new() { ["recordingId"] = recording.Id, ["state"] = "active", ["startDateTime"] = recording.StartedAt });

    /// <summary>The provider's id of an invitation, the same for the same phone.</summary>
    public string Invitation(string context)
    {
        if (!_invitations.TryGetValue(context, out var invitation))
        {
            _invitations[context] = invitation = Guid.NewGuid().ToString();
        }

        return invitation;
    }

    /// <summary>No more events follow.</summary>
    public void Complete() => channel.TryComplete();

    /// <summary>A phone in the provider's format. A hidden number has no other name.</summary>
    public static object Identifier(PhoneNumber phone) => phone.Kind is PhoneNumberKind.Hidden
        ? new { kind = "unknown", rawId = $"4:{phone.Value}" }
        : new { kind = "phoneNumber", rawId = $"4:{phone.Value}", phoneNumber = new { value = phone.Value } };

    private void Raise(string type, string? context = null, int code = 200, Dictionary<string, object>? more = null) => channel.TryWrite(new
    {
        id = Guid.NewGuid(),
        source = $"calling/callConnections/{ProviderCallId}",
        type = $"Microsoft.Communication.{type}",
        specversion = "1.0",
        time = time.GetUtcNow(),
        datacontenttype = "application/json",
        subject = $"calling/callConnections/{ProviderCallId}",
        data = new Dictionary<string, object?>((more ?? []).Select(one => KeyValuePair.Create(one.Key, (object?)one.Value)))
        {
            ["callConnectionId"] = ProviderCallId,
            ["serverCallId"] = ServerCallId,
            ["correlationId"] = callId,
            ["operationContext"] = context,
            ["resultInformation"] = new { code, subCode = 0, message = "" },
        },
    });
}
