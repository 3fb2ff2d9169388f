using System.Collections.Immutable;
using System.Text.Json;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;

namespace ZuperConnect.Webhooks;

/// <summary>News of a call as a callback brought it.</summary>
/// <param name="Event">The news.</param>
/// <param name="Of">What the provider calls the call that it is of.</param>
public sealed record ReportedCallEvent(CallEvent Event, ProviderCallIds Of);

/// <summary>
/// Reads the provider's mid-call events, which are CloudEvents. Documented in the provider's Call Automation REST reference (the data)
/// and on its pages about call control (which event follows from what).
/// </summary>
public static class CallEventParser
{
    private const string Prefix = "Microsoft.Communication.";

    /// <summary>The provider's own ids, and what it was given to mark its events with, have some hundred characters.</summary>
    private const int MaxIdLength = 1_000;

    /// <summary>
    /// What became of a call to a customer, by the provider's code, which is SIP's, and by its subcode, which tells more where it is there
    /// (its troubleshooting codes for Call Automation). A decline may be the network's, so that the phone never rang (47 CFR
    /// 64.1200(k)(9)).
    /// </summary>
    private static readonly ImmutableDictionary<int, CallOutcome> Outcomes = new Dictionary<int, CallOutcome>
    {
        [408] = CallOutcome.NoAnswer,
        [487] = CallOutcome.NoAnswer,
        [8542] = CallOutcome.NoAnswer,
        [8587] = CallOutcome.NoAnswer,
        [486] = CallOutcome.Busy,
        [600] = CallOutcome.Busy,
        [8539] = CallOutcome.Busy,
        [8540] = CallOutcome.Busy,
        [603] = CallOutcome.Declined,
        [607] = CallOutcome.Declined,
        [608] = CallOutcome.Declined,
        [8538] = CallOutcome.Declined,
        [404] = CallOutcome.Unreachable,
        [410] = CallOutcome.Unreachable,
        [480] = CallOutcome.Unreachable,
        [484] = CallOutcome.Unreachable,
        [604] = CallOutcome.Unreachable,
        [8541] = CallOutcome.Unreachable,
        [8544] = CallOutcome.Unreachable,
    }.ToImmutableDictionary();

    /// <summary>The most events that a callback may have.</summary>
    public static int MaxEvents => EventGridJson.MaxEvents;

    /// <summary>The events of a callback, each as it came; more than <see cref="MaxEvents"/> where there are more than may be.</summary>
    public static IReadOnlyList<BinaryData> Split(BinaryData callback) => EventGridJson.Split(callback);

    /// <summary>Reads one event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="now">The time of arrival; a later time is cut to it.</param>
    /// <param name="reported">The news in it; null where it is none for us.</param>
    /// <returns>Whether it is an event at all, of whatever kind.</returns>
    public static bool TryRead(BinaryData json, DateTimeOffset now, out ReportedCallEvent? reported)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var envelope = document.RootElement;
            if (Text(envelope, "id") is not { Length: > 0 } id || Text(envelope, "type") is not { } type
                || !envelope.TryGetProperty("data", out var data)
                || IdsIn(data) is not { } of || Text(data, "operationContext")?.Length > MaxIdLength)
            {
                reported = null;
                return false;
            }

            var at = envelope.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var told)
                && told < now ? told.ToUniversalTime() : now;
            reported = Read(type, SourceIds.Of("event", id), at, data) is { } callEvent ? new(callEvent, of) : null;
            return true;
        }
        catch (Exception malformed) when (
            malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            reported = null;
            return false;
        }
    }

    private static CallEvent? Read(string type, string id, DateTimeOffset at, JsonElement data)
    {
        var context = Text(data, "operationContext");
        var user = OperationContexts.UserIn(context);
        return type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] switch
        {
            "CallConnected" => new Connected(id, at),
            "CallDisconnected" => new Disconnected(id, at),
            "CreateCallFailed" when user is not null => new DeviceDidNotAnswer(id, at, user),
            "AnswerFailed" or "CreateCallFailed" => new ConnectFailed(id, at),
            "AddParticipantSucceeded" when user is not null => new DevicePickedUp(id, at, user),
            "AddParticipantSucceeded" when context is OperationContexts.Customer => new CustomerJoined(id, at),
            "AddParticipantFailed" when user is not null => new DeviceDidNotAnswer(id, at, user),
            "AddParticipantFailed" when context is OperationContexts.Customer => new CustomerDidNotAnswer(id, at, Outcome(data)),
            "RecognizeCompleted" when user is not null => IsOne(data)
                ? new DeviceAccepted(id, at, user) : new DeviceDidNotAccept(id, at, user),
            "RecognizeFailed" or "RecognizeCanceled" when user is not null => new DeviceDidNotAccept(id, at, user),
            "PlayCompleted" when OperationContexts.SoundIn(context) is { } sound => new Played(id, at, sound, Heard: true),
            "PlayFailed" or "PlayCanceled" when OperationContexts.SoundIn(context) is { } sound => new Played(id, at, sound, Heard: false),
            "ParticipantsUpdated" => Participants(id, at, data),
            "RecordingStateChanged" when Text(data, "state") is "active" && Text(data, "recordingId") is { Length: > 0 } recordingId =>
                new RecordingStarted(id, at, RecordingIds.Of(recordingId)),
            _ => null,
        } : null;
    }

    private static ParticipantsUpdated Participants(string id, DateTimeOffset at, JsonElement data)
    {
        var sequence = data.GetProperty("sequenceNumber").GetInt32();
        var (phones, isIncomplete) = CommunicationIdentifiers.Phones(data.GetProperty("participants").EnumerateArray().Select(Identifier));
        return new(id, at, sequence, phones) { IsIncomplete = isIncomplete };
    }

    /// <summary>What an entry of the list has of an identifier, however broken it is: the others count all the same.</summary>
    private static (string? Number, string? RawId) Identifier(JsonElement participant) =>
        Part(participant, "identifier") is { } identifier
            ? (Part(identifier, "phoneNumber") is { } phone ? Text(phone, "value") : null, Text(identifier, "rawId"))
            : (null, null);

    /// <summary>What the provider calls the call; null where that can be no id of its.</summary>
    private static ProviderCallIds? IdsIn(JsonElement data)
    {
        var ids = new ProviderCallIds(Id("callConnectionId"), Id("serverCallId"), Id("correlationId"));
        return new[] { ids.Line, ids.Conference, ids.Correlation }.Any(id => id?.Length > MaxIdLength) ? null : ids;

        string? Id(string name) => Text(data, name) is { Length: > 0 } id ? id : null;
    }

    private static bool IsOne(JsonElement data) =>
        data.TryGetProperty("dtmfResult", out var result) && result.TryGetProperty("tones", out var tones)
        && tones.EnumerateArray().Select(tone => tone.GetString()).SequenceEqual(["one"], StringComparer.OrdinalIgnoreCase);

    private static CallOutcome Outcome(JsonElement data) => Part(data, "resultInformation") is not { } result ? CallOutcome.Failed
        : Outcomes.GetValueOrDefault(Code(result, "subCode"), Outcomes.GetValueOrDefault(Code(result, "code")));

    private static int Code(JsonElement result, string name) =>
        result.TryGetProperty(name, out var code) && code.ValueKind is JsonValueKind.Number
            && code.TryGetInt32(out var number) ? number : 0;

    private static JsonElement? Part(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var part)
            && part.ValueKind is JsonValueKind.Object ? part : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
