using System.Collections.Immutable;
using System.Text.Json;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;

namespace ZuperConnect.Webhooks;

/// <summary>An event of a call from a webhook request.</summary>
/// <param name="Event">The event.</param>
/// <param name="Of">The provider's ids of the call.</param>
public sealed record ReportedCallEvent(CallEvent Event, ProviderCallIds Of);

/// <summary>
/// Parses the provider's mid-call events, which are CloudEvents. The data is documented in the provider's Call Automation REST reference,
/// the order of events on its pages about call control.
/// </summary>
public static class CallEventParser
{
    private const string Prefix = "Microsoft.Communication.";

    /// <summary>The ids of the provider and the operation contexts have some hundred characters.</summary>
    private const int MaxIdLength = 1_000;

    /// <summary>
    /// The outcome of a call to a customer by the provider's subcode, which is more precise than its code, a SIP response code (from its
    /// troubleshooting codes for Call Automation).
    /// </summary>
    private static readonly ImmutableDictionary<int, CallOutcome> Outcomes = new Dictionary<int, CallOutcome>
    {
        [8542] = CallOutcome.NoAnswer,
        [8587] = CallOutcome.NoAnswer,
        [8539] = CallOutcome.Busy,
        [8540] = CallOutcome.Busy,
        [8538] = CallOutcome.Declined,
        [8541] = CallOutcome.Unreachable,
        [8544] = CallOutcome.Unreachable,
    }.ToImmutableDictionary();

    /// <summary>The maximum number of events in a request.</summary>
    public static int MaxEvents => EventGridJson.MaxEvents;

    /// <summary>
    /// Splits a request into its events. If there are too many, the result has more than <see cref="MaxEvents"/> entries.
    /// </summary>
    public static IReadOnlyList<BinaryData> Split(BinaryData callback) => EventGridJson.Split(callback);

    /// <summary>Parses an event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="now">The time of arrival. A later time in the event is replaced by it.</param>
    /// <param name="reported">The event; null if the inbox does not use its kind.</param>
    /// <returns>Whether it is a valid event of any kind.</returns>
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

    /// <summary>The number and raw id of a participant. A malformed participant does not affect the others.</summary>
    private static (string? Number, string? RawId) Identifier(JsonElement participant) =>
        Part(participant, "identifier") is { } identifier
            ? (Part(identifier, "phoneNumber") is { } phone ? Text(phone, "value") : null, Text(identifier, "rawId"))
            : (null, null);

    /// <summary>The ids of the call; null if they are not plausible.</summary>
    private static ProviderCallIds? IdsIn(JsonElement data)
    {
        var ids = new ProviderCallIds(Id("callConnectionId"), Id("serverCallId"), Id("correlationId"));
        return new[] { ids.ProviderCallId, ids.Conference, ids.Correlation }.Any(id => id?.Length > MaxIdLength) ? null : ids;

        string? Id(string name) => Text(data, name) is { Length: > 0 } id ? id : null;
    }

    private static bool IsOne(JsonElement data) =>
        data.TryGetProperty("dtmfResult", out var result) && result.TryGetProperty("tones", out var tones)
        && tones.EnumerateArray().Select(tone => tone.GetString()).SequenceEqual(["one"], StringComparer.OrdinalIgnoreCase);

    private static CallOutcome Outcome(JsonElement data) => Part(data, "resultInformation") is not { } result ? CallOutcome.Failed
        : Outcomes.TryGetValue(Code(result, "subCode"), out var detailed) ? detailed
        : SipOutcome.Of(Code(result, "subCode")) ?? SipOutcome.Of(Code(result, "code")) ?? CallOutcome.Failed;

    private static int Code(JsonElement result, string name) =>
        result.TryGetProperty(name, out var code) && code.ValueKind is JsonValueKind.Number
            && code.TryGetInt32(out var number) ? number : 0;

    private static JsonElement? Part(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var part)
            && part.ValueKind is JsonValueKind.Object ? part : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
