using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Azure.Messaging.EventGrid;
using Azure.Messaging.EventGrid.SystemEvents;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Text;

namespace ZuperConnect.Webhooks;

/// <summary>Parses the events of Azure Communication Services that Event Grid delivers.</summary>
internal sealed class EventGridEvents : IProviderEventReader
{
    /// <summary>More than the longest call has. With their addresses, the parts fit into one column (Table storage's data model).</summary>
    private const int MaxParts = 40;

    private const int MaxAddressLength = 350;

    /// <summary>Longer than the longest possible call (30 hours, the provider's page on the limits of calls).</summary>
    private static readonly TimeSpan MaxRecordingDuration = TimeSpan.FromHours(48);

    /// <summary>
    /// Parses an event; null if it is malformed, its kind is not known, or a required field is missing. The events are documented on Event
    /// Grid's pages on Azure Communication Services' telephony and SMS events, and its voice and video calling events.
    /// </summary>
    /// <param name="json">The event.</param>
    /// <param name="now">The time of arrival. A later time in the event is replaced by it.</param>
    public ProviderEvent? Read(BinaryData json, DateTimeOffset now) =>
        EventGridJson.Read(json) is var (envelope, data) ? Read(envelope, data, now) : null;

    private static ProviderEvent? Read(EventGridEvent received, object data, DateTimeOffset now) => data switch
    {
        AcsSmsReceivedEventData sms when Between(ours: sms.To, theirs: sms.From) is { } id =>
            new ProviderEvent.Text(id, SourceIdOf(received.Id, sms.MessageId), TimeOf(sms.ReceivedTimestamp, received, now),
                PrintableText.WithoutControls(sms.Message ?? "")),
        AcsSmsDeliveryReportReceivedEventData report when Between(ours: report.From, theirs: report.To) is { } id
            && MessageTag.TryParse(report.Tag, out var tag)
            && DeliveryCodes.Read(report.DeliveryStatus, report.DeliveryStatusDetails) is var (delivery, reason, optedOut) =>
            new ProviderEvent.DeliveryReport(
                id, SourceIds.Of("report", received.Id, delivery.ToString()), TimeOf(report.ReceivedTimestamp, received, now),
                tag, delivery, reason, optedOut),
        AcsIncomingCallEventData { IncomingCallContext: { Length: > 0 } secret } call when Between(
            call.ToCommunicationIdentifier, call.FromCommunicationIdentifier) is { } id =>
            new ProviderEvent.Call(new(CallIdOf(received.Id), id.Customer, id.Number, secret, TimeOf(null, received, now))),
        AcsRecordingFileStatusUpdatedEventData recorded
            when RecordingIdIn(received.Subject) is { } recordingId
                && PartsOf(recorded.RecordingStorageInfo?.RecordingChunks) is var (parts, withoutAddress) =>
            new ProviderEvent.Recording(
                new(RecordingIds.Of(recordingId), parts, TimeOf(recorded.RecordingStartTime, received, now),
                    DurationOf(recorded.RecordingDurationMs))
                {
                    WithoutAddress = withoutAddress,
                }),
        _ => null,
    };

    /// <summary>The provider's id of a recording, the last segment of the event's subject.</summary>
    private static string? RecordingIdIn(string? subject) =>
        subject?.Split('/') is [.., var name, { Length: > 0 } id]
            && name.Equals("recordingId", StringComparison.OrdinalIgnoreCase) ? id : null;

    /// <summary>
    /// All parts of a recording in order, without duplicates, and the number of parts without an address; null if no part has one. The
    /// provider may list a part twice, either with the same document and index, or with the same address.
    /// </summary>
    private static (ImmutableArray<ProviderRecordingPart> Parts, int WithoutAddress)? PartsOf(
        IReadOnlyList<AcsRecordingChunkInfoProperties>? chunks)
    {
        var listed = (chunks ?? []).OfType<AcsRecordingChunkInfoProperties>()
            .Select(chunk => (
                Content: AddressIn(chunk.ContentLocation), Delete: AddressIn(chunk.DeleteLocation),
                Index: (int)Math.Clamp(chunk.Index ?? 0, 0, int.MaxValue),
                Document: chunk.DocumentId is { Length: > 0 } document ? document : null))
            .OrderBy(chunk => chunk.Content is null)
            .ToList();
        var once = listed.Where((chunk, place) => chunk.Document is null
            || listed.FindIndex(other => other.Document == chunk.Document && other.Index == chunk.Index) == place).ToList();
        ImmutableArray<ProviderRecordingPart> parts =
        [
            .. ProviderRecording.Distinct(
                once.Where(chunk => chunk.Content is not null)
                    .Select(chunk => new ProviderRecordingPart(chunk.Content!, chunk.Delete, chunk.Index)))
                .OrderBy(part => part.Index),
        ];
        return parts.Length is > 0 and <= MaxParts
            ? (parts, (chunks?.Count ?? 0) - listed.Count + once.Count(chunk => chunk.Content is null)) : null;
    }

    /// <summary>The duration of a recording; null if it is missing or not plausible.</summary>
    private static TimeSpan? DurationOf(long? milliseconds) =>
        milliseconds >= 0 && milliseconds <= MaxRecordingDuration.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds.Value) : null;

    private static Uri? AddressIn(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.AbsoluteUri.Length <= MaxAddressLength
            ? new(address.AbsoluteUri)
            : null;

    /// <summary>The inbox's id of a call, derived from the event's id. A UUID is used as it is, which is the provider's format.</summary>
    private static string CallIdOf(string eventId) =>
        (Guid.TryParse(eventId, out var id) ? id : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)).AsSpan(0, 16))).ToString();

    private static ConversationId? Between(string? ours, string? theirs) =>
        PhoneNumber.TryParseOurs(ours, out var number) && PhoneNumber.TryParse(theirs, out var customer) ? new(number, customer) : null;

    /// <summary>If the identifier of the caller cannot be read, the caller counts as hidden.</summary>
    private static ConversationId? Between(CommunicationIdentifierModel? ours, CommunicationIdentifierModel? theirs) =>
        CommunicationIdentifiers.Ours(ours?.PhoneNumber?.Value, ours?.RawId) is { } number
            ? new(number, CommunicationIdentifiers.Phone(theirs?.PhoneNumber?.Value, theirs?.RawId) ?? PhoneNumber.Hidden)
            : null;

    /// <summary>
    /// The source id of a message. According to the documentation, the event's id and the message's id are the same. If they differ, the
    /// source id contains both.
    /// </summary>
    private static string SourceIdOf(string eventId, string? messageId) =>
        messageId is null or "" || messageId == eventId ? SourceIds.Of("sms", eventId) : SourceIds.Of("sms", eventId, messageId);

    private static DateTimeOffset TimeOf(DateTimeOffset? received, EventGridEvent envelope, DateTimeOffset now) =>
        (EventGridJson.Known(received) ?? EventGridJson.Known(envelope.EventTime)) is { } at && at < now ? at : now;
}
