using System.Collections.Immutable;
using System.Text.Json;
using ZuperConnect.Calls;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;

namespace ZuperConnect.Webhooks;

/// <summary>News of a call as a callback brought it, with the provider's reference to the call.</summary>
public sealed record ReportedNews(CallNews News, string? Line);

/// <summary>
/// Reads the provider's mid-call events, which are CloudEvents. Documented in the provider's Call Automation REST reference (the data)
/// and on its pages about call control (which event follows from what).
/// </summary>
public static class CallEvents
{
    private const string Prefix = "Microsoft.Communication.";
    private const string PhonePrefix = "4:";

    /// <summary>Codes of a phone that was reached and not answered: no answer, unavailable, busy, canceled, declined.</summary>
    private static readonly ImmutableHashSet<int> Unanswered = [408, 480, 486, 487, 600, 603];

    /// <summary>The events of a callback, each as it came.</summary>
    public static IReadOnlyList<BinaryData> Split(BinaryData callback) => EventGridJson.Split(callback);

    /// <summary>Reads one event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="now">The time of arrival; a later time is cut to it.</param>
    /// <param name="reported">The news in it; null where it is none for us.</param>
    /// <returns>Whether it is an event at all, of whatever kind.</returns>
    public static bool TryRead(BinaryData json, DateTimeOffset now, out ReportedNews? reported)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var envelope = document.RootElement;
            if (Text(envelope, "id") is not { Length: > 0 } id || Text(envelope, "type") is not { } type || !envelope.TryGetProperty("data", out var data))
            {
                reported = null;
                return false;
            }

            var at = envelope.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var told) && told < now ? told.ToUniversalTime() : now;
            reported = Read(type, SourceIds.Of("event", id), at, data) is { } news ? new(news, Text(data, "callConnectionId")) : null;
            return true;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            reported = null;
            return false;
        }
    }

    private static CallNews? Read(string type, string id, DateTimeOffset at, JsonElement data)
    {
        var context = Text(data, "operationContext");
        var user = CallContexts.UserIn(context);
        return type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] switch
        {
            "CallConnected" => new Connected(id, at),
            "CallDisconnected" => new Disconnected(id, at),
            "CreateCallFailed" when user is not null => new DeviceLeft(id, at, user),
            "AnswerFailed" or "CreateCallFailed" => new Broke(id, at),
            "AddParticipantSucceeded" when user is not null => new DevicePickedUp(id, at, user),
            "AddParticipantSucceeded" when context is CallContexts.Customer => new CustomerJoined(id, at),
            "AddParticipantFailed" when user is not null => new DeviceLeft(id, at, user),
            "AddParticipantFailed" when context is CallContexts.Customer => new CustomerDidNotAnswer(id, at, Unanswered.Contains(Code(data))),
            "RecognizeCompleted" when user is not null => IsOne(data) ? new DeviceAccepted(id, at, user) : new DeviceDidNotAccept(id, at, user),
            "RecognizeFailed" or "RecognizeCanceled" when user is not null => new DeviceDidNotAccept(id, at, user),
            "PlayCompleted" when CallContexts.SoundIn(context) is { } sound => new Played(id, at, sound, Heard: true),
            "PlayFailed" or "PlayCanceled" when CallContexts.SoundIn(context) is { } sound => new Played(id, at, sound, Heard: false),
            "ParticipantsUpdated" => new ParticipantsAre(id, at, data.GetProperty("sequenceNumber").GetInt32(), Participants(data)),
            "RecordingStateChanged" when Text(data, "state") is "active" && Text(data, "recordingId") is { Length: > 0 } recordingId =>
                new RecordingBegan(id, at, RecordingIds.Of(recordingId)),
            _ => null,
        } : null;
    }

    private static ImmutableArray<PhoneNumber> Participants(JsonElement data) =>
    [
        .. data.GetProperty("participants").EnumerateArray().Select(participant => NumberOf(participant.GetProperty("identifier"))).OfType<PhoneNumber>(),
    ];

    private static PhoneNumber? NumberOf(JsonElement identifier)
    {
        var text = identifier.TryGetProperty("phoneNumber", out var phone) ? Text(phone, "value") : null;
        text ??= Text(identifier, "rawId") is { } raw && raw.StartsWith(PhonePrefix, StringComparison.Ordinal) ? raw[PhonePrefix.Length..] : null;
        return PhoneNumber.TryParse(text, out var number) ? number : null;
    }

    private static bool IsOne(JsonElement data) =>
        data.TryGetProperty("dtmfResult", out var result) && result.TryGetProperty("tones", out var tones)
        && tones.EnumerateArray().Select(tone => tone.GetString()).SequenceEqual(["one"], StringComparer.OrdinalIgnoreCase);

    private static int Code(JsonElement data) =>
        data.TryGetProperty("resultInformation", out var result) && result.ValueKind is JsonValueKind.Object
            && result.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : 0;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
