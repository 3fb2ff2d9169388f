using System.Text.Json;

namespace ZuperConnect.Tests;

/// <summary>Events as documented by Event Grid, with the fields that a test needs.</summary>
public static class EventGridSamples
{
    /// <summary>The documented sample of a text to a number of the business.</summary>
    public const string Documented = """
        [{
          "id": "Incoming_20200918002745d29ebbea-3341-4466-9690-0a03af35228e",
          "topic": "/subscriptions/50ad1522-5c2c-4d9a-a6c8-67c11ecb75b8/resourcegroups/acse2e/providers/microsoft.communication/communicationservices/{communication-services-resource-name}",
          "subject": "/phonenumber/15555555555",
          "data": {
            "messageId": "Incoming_20200918002745d29ebbea-3341-4466-9690-0a03af35228e",
            "from": "15555555555",
            "to": "14255550100",
            "message": "Great to connect with Azure Communication Services events",
            "receivedTimestamp": "2020-09-18T00:27:45.32Z",
            "segmentCount": 1
          },
          "eventType": "Microsoft.Communication.SMSReceived",
          "dataVersion": "1.0",
          "metadataVersion": "1",
          "eventTime": "2020-09-18T00:27:47Z"
        }]
        """;

    public static string SmsReceived(string id, string from, string to, string message, DateTimeOffset? at = null) =>
        Array(SmsReceivedEvent(id, from, to, message, at));

    public static string SmsReceivedEvent(string id, string from, string to, string message, DateTimeOffset? at = null) => Event(
        id, "Microsoft.Communication.SMSReceived", at,
        new { messageId = id, from, to, message, receivedTimestamp = at ?? DateTimeOffset.UtcNow, segmentCount = 1 });

    public static string DeliveryReport(string tag, string from, string to, string status, string details)
    {
        var id = $"Outgoing_{Guid.NewGuid():N}";
        return Array(Event(id, "Microsoft.Communication.SMSDeliveryReportReceived", null, new
        {
            messageId = id,
            from = from.TrimStart('+'),
            to,
            deliveryStatus = status,
            deliveryStatusDetails = details,
            receivedTimestamp = DateTimeOffset.UtcNow,
            deliveryAttempts = new[] { new { timestamp = DateTimeOffset.UtcNow, segmentsSucceeded = 1, segmentsFailed = 0 } },
            Tag = tag,
        }));
    }

    public static string IncomingCallEvent(string id, string from, string to, DateTimeOffset? at = null, string secret = "a secret") =>
        Event(
        id, "Microsoft.Communication.IncomingCall", at, new
        {
            to = Phone(to),
            from = Phone(from),
            serverCallId = "server-call-1",
            callerDisplayName = "",
            incomingCallContext = secret,
            correlationId = Guid.NewGuid(),
        });

    private static object Phone(string number) => number is "anonymous"
        ? new { kind = "unknown", rawId = $"4:{number}" }
        : number is "" ? new { kind = "unknown", rawId = "4:" }
        : new { kind = "phoneNumber", rawId = $"4:{number}", phoneNumber = new { value = number } };

    /// <summary>A finished recording with parts at these addresses, at which they are also deleted.</summary>
    public static string RecordingFinished(
        string recordingId, DateTimeOffset startedAt, TimeSpan duration, params IReadOnlyList<Uri> parts) => RecordingFinished(
        recordingId, startedAt, duration.TotalMilliseconds,
        parts.Select((part, index) => new { index, contentLocation = part, deleteLocation = part }));

    public static string RecordingFinished(string recordingId, DateTimeOffset startedAt, object durationMs, object chunks) => Array(Event(
        Guid.NewGuid().ToString(), "Microsoft.Communication.RecordingFileStatusUpdated", null, new
        {
            recordingStorageInfo = new { recordingChunks = chunks },
            recordingStartTime = startedAt,
            recordingDurationMs = durationMs,
            sessionEndReason = "CallEnded",
        }, $"/recording/call/c/serverCallId/s/recordingId/{recordingId}"));

    public static string Event(string id, string eventType, DateTimeOffset? at, object data, string subject = "/phonenumber/14255550100") =>
        JsonSerializer.Serialize(new
        {
            id,
            topic = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/CommunicationServices/c",
            subject,
            data,
            eventType,
            dataVersion = "1.0",
            metadataVersion = "1",
            eventTime = at ?? DateTimeOffset.UtcNow,
        });

    public static string Array(params string[] events) => $"[{string.Join(',', events)}]";
}
