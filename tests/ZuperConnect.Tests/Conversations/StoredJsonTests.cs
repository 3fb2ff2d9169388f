using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>
/// Pins the JSON of every stored command, timeline item and conversation. If one of these tests fails, existing data must still be
/// readable.
/// </summary>
public class StoredJsonTests
{
    private static readonly JsonSerializerOptions Options = InboxJson.Options;

    private static readonly ACall Inbound = Customer.Calls(at: 1);
    private static readonly ACall Outbound = Ana.Calls(at: 1);

    private static readonly (Command Command, string Json)[] Commands =
    [
        (
            Customer.Writes("Is my boiler “ready”? 🔥", at: 1),
            """
            {"command":"receiveMessage","text":"Is my boiler “ready”? \uD83D\uDD25","sourceId":"received-1",
            "at":"2026-01-05T09:01:00Z"}
            """),
        (
            Ana.Writes("It is.", at: 2, seenThrough: 12),
            """
            {"command":"sendMessage","by":{"userId":"ana","name":"Ana"},"text":"It is.","seenThrough":12,"isReply":false,"sourceId":"reply",
            "at":"2026-01-05T09:02:00Z"}
            """),
        (
            Customer.Writes("", at: 1) with { Files = [new("media.1", "image/jpeg", new("https://media.invalid/1"))] },
            """
            {"command":"receiveMessage","text":"","files":[{"id":"media.1","contentType":"image/jpeg",
            "address":"https://media.invalid/1"}],"sourceId":"received-1","at":"2026-01-05T09:01:00Z"}
            """),
        (
            Ana.Writes("", at: 2) with
            {
                Attachments = [new("picture", "image/png", "plan.png", AttachmentState.Available) { Size = 5 }],
            },
            """
            {"command":"sendMessage","by":{"userId":"ana","name":"Ana"},"text":"","seenThrough":null,"isReply":false,
            "attachments":[{"id":"picture","contentType":"image/png","name":"plan.png","state":"available","size":5}],
            "sourceId":"reply","at":"2026-01-05T09:02:00Z"}
            """),
        (
            Ana.Writes("It is.", at: 2) with { SendAt = Minute.At(60), CancelIfCustomerWrites = true },
            """
            {"command":"sendMessage","by":{"userId":"ana","name":"Ana"},"text":"It is.","seenThrough":null,
            "sendAt":"2026-01-05T10:00:00Z","cancelIfCustomerWrites":true,"isReply":false,"sourceId":"reply",
            "at":"2026-01-05T09:02:00Z"}
            """),
        (
            new Snooze("snooze", Minute.At(3), Ana.Author, Minute.At(60)),
            """
            {"command":"snooze","by":{"userId":"ana","name":"Ana"},"until":"2026-01-05T10:00:00Z","sourceId":"snooze",
            "at":"2026-01-05T09:03:00Z"}
            """),
        (
            Ana.Snoozes(at: 3, until: 60, seenThrough: 12),
            """
            {"command":"snooze","by":{"userId":"ana","name":"Ana"},"until":"2026-01-05T10:00:00Z","seenThrough":12,
            "sourceId":"snooze-3","at":"2026-01-05T09:03:00Z"}
            """),
        (
            new ReleaseMessage("now", Minute.At(3), "reply", Minute.At(60)) { By = Ana.Author, SeenThrough = 12, Force = true },
            """
            {"command":"releaseMessage","by":{"userId":"ana","name":"Ana"},"seenThrough":12,"force":true,"itemId":"reply",
            "itemAt":"2026-01-05T10:00:00Z","sourceId":"now","at":"2026-01-05T09:03:00Z"}
            """),
        (
            new CancelScheduledMessage("superseded", Minute.At(3), "reply", Minute.At(60), By: null),
            """
            {"command":"cancelScheduledMessage","by":null,"itemId":"reply","itemAt":"2026-01-05T10:00:00Z","sourceId":"superseded",
            "at":"2026-01-05T09:03:00Z"}
            """),
        (
            new EndSnooze("due", Minute.At(60), null, Minute.At(60)),
            """
            {"command":"endSnooze","by":null,"until":"2026-01-05T10:00:00Z","sourceId":"due","at":"2026-01-05T10:00:00Z"}
            """),
        (
            new CloseSilent("silence", Minute.At(60), 3),
            """
            {"command":"closeSilent","days":3,"sourceId":"silence","at":"2026-01-05T10:00:00Z"}
            """),
        (
            new ReleaseMessage("due", Minute.At(60), "reply", Minute.At(60)) { FailureReason = "The number is retired." },
            """
            {"command":"releaseMessage","failureReason":"The number is retired.","itemId":"reply","itemAt":"2026-01-05T10:00:00Z",
            "sourceId":"due","at":"2026-01-05T10:00:00Z"}
            """),
        (
            new ChangeScheduledMessage("change", Minute.At(3), "reply", Minute.At(60), Ana.Author) { SendAt = Minute.At(61) },
            """
            {"command":"changeScheduledMessage","by":{"userId":"ana","name":"Ana"},"text":null,"sendAt":"2026-01-05T10:01:00Z",
            "cancelIfCustomerWrites":null,"itemId":"reply","itemAt":"2026-01-05T10:00:00Z","sourceId":"change",
            "at":"2026-01-05T09:03:00Z"}
            """),
        (
            new CancelScheduledMessage("cancel", Minute.At(3), "reply", Minute.At(60), Ana.Author),
            """
            {"command":"cancelScheduledMessage","by":{"userId":"ana","name":"Ana"},"itemId":"reply","itemAt":"2026-01-05T10:00:00Z",
            "sourceId":"cancel","at":"2026-01-05T09:03:00Z"}
            """),
        (
            new ChangeAttachment("attachment-1", Minute.At(3), "received-1", Minute.At(1), "media.1", AttachmentState.Available)
            {
                Size = 3,
                ContentType = "image/jpeg",
            },
            """
            {"command":"changeAttachment","attachmentId":"media.1","state":"available","size":3,"contentType":"image/jpeg",
            "itemId":"received-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"attachment-1","at":"2026-01-05T09:03:00Z"}
            """),
        (
            Provider.ReportsOptedOut(at: 3),
            """
            {"command":"changeDelivery","delivery":"failed","failureReason":"The customer opted out (4007).",
            "optedOut":true,"itemId":"reply","itemAt":"2026-01-05T09:00:00Z","sourceId":"reply-Failed-3",
            "at":"2026-01-05T09:03:00Z"}
            """),
        (
            Inbound.Rings(),
            """
            {"command":"ringCall","callId":"call-1","startedAt":"2026-01-05T09:01:00Z","direction":"inbound",
            "calledBy":null,"itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-rings",
            "at":"2026-01-05T09:01:00Z"}
            """),
        (
            Outbound.IsPlaced(),
            """
            {"command":"placeCall","by":{"userId":"ana","name":"Ana"},"callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"outbound","calledBy":{"userId":"ana","name":"Ana"},
            "itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-placed",
            "at":"2026-01-05T09:01:00Z"}
            """),
        (
            Outbound.DialsTheCustomer(at: 2),
            """
            {"command":"dialCustomer","by":{"userId":"ana","name":"Ana"},"callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"outbound","calledBy":{"userId":"ana","name":"Ana"},
            "itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-dials-2",
            "at":"2026-01-05T09:02:00Z"}
            """),
        (
            Inbound.IsAnswered(at: 2, by: Ben),
            """
            {"command":"connectCall","answeredBy":{"userId":"ben","name":"Ben"},"callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"inbound","calledBy":null,"itemId":"call-1",
            "itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-answered-2","at":"2026-01-05T09:02:00Z"}
            """),
        (
            Inbound.Ends(CallStatus.Completed, at: 3) with { Duration = TimeSpan.FromSeconds(61.5), AnsweredBy = Ben.Author },
            """
            {"command":"endCall","status":"completed","duration":"00:01:01.5000000",
            "answeredBy":{"userId":"ben","name":"Ben"},"callId":"call-1","startedAt":"2026-01-05T09:01:00Z",
            "direction":"inbound","calledBy":null,"itemId":"call-1","itemAt":"2026-01-05T09:01:00Z",
            "sourceId":"call-1-ends-3","at":"2026-01-05T09:03:00Z"}
            """),
        (
            Outbound.Ends(CallStatus.Missed, at: 3, CallOutcome.NoAnswer),
            """
            {"command":"endCall","status":"missed","duration":null,"answeredBy":null,"outcome":"noAnswer","callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"outbound","calledBy":{"userId":"ana","name":"Ana"},
            "itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-ends-3","at":"2026-01-05T09:03:00Z"}
            """),
        (
            Inbound.LeavesVoicemail(at: 4),
            """
            {"command":"receiveVoicemail","recordingId":"call-1-recording","callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"inbound","calledBy":null,"itemId":"call-1",
            "itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-voicemail-4","at":"2026-01-05T09:04:00Z"}
            """),
        (
            Outbound.IsRecorded(at: 5),
            """
            {"command":"attachRecording","recordingId":"call-1-recording","callId":"call-1",
            "startedAt":"2026-01-05T09:01:00Z","direction":"outbound","calledBy":{"userId":"ana","name":"Ana"},
            "itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"call-1-recorded-5",
            "at":"2026-01-05T09:05:00Z"}
            """),
        (
            Outbound.LosesItsRecording(at: 6),
            """
            {"command":"removeRecording","recordingId":"call-1-recording","itemId":"call-1","itemAt":"2026-01-05T09:01:00Z",
            "sourceId":"call-1-deleted-6","at":"2026-01-05T09:06:00Z"}
            """),
        (
            Ana.Comments("Ben knows this boiler.", at: 6),
            """
            {"command":"addComment","by":{"userId":"ana","name":"Ana"},"text":"Ben knows this boiler.",
            "sourceId":"comment-6","at":"2026-01-05T09:06:00Z"}
            """),
        (
            Ana.MakesAJob("Mend the boiler", at: 6),
            """
            {"command":"addJob","by":{"userId":"ana","name":"Ana"},"jobId":"6","title":"Mend the boiler","sourceId":"job-6",
            "at":"2026-01-05T09:06:00Z"}
            """),
        (
            Ana.MarksRead(at: 7, seenThrough: 12),
            """
            {"command":"markRead","by":{"userId":"ana","name":"Ana"},"seenThrough":12,"sourceId":"read-7",
            "at":"2026-01-05T09:07:00Z"}
            """),
        (
            Ana.MarksUnread(at: 8),
            """
            {"command":"markUnread","by":{"userId":"ana","name":"Ana"},"sourceId":"unread-8",
            "at":"2026-01-05T09:08:00Z"}
            """),
        (
            Ana.Closes(at: 9),
            """
            {"command":"close","by":{"userId":"ana","name":"Ana"},"seenThrough":null,"sourceId":"close-9",
            "at":"2026-01-05T09:09:00Z"}
            """),
        (
            Ben.Opens(at: 10),
            """
            {"command":"open","by":{"userId":"ben","name":"Ben"},"sourceId":"open-10","at":"2026-01-05T09:10:00Z"}
            """),
        (
            Ana.Assigns(Ben, at: 10),
            """
            {"command":"assignConversation","by":{"userId":"ana","name":"Ana"},"assignee":{"userId":"ben","name":"Ben"},
            "sourceId":"assigned-10","at":"2026-01-05T09:10:00Z"}
            """),
        (
            new SendAutomaticText("planned", Minute.At(10), "call-1", Minute.At(1)),
            """
            {"command":"sendAutomaticText","itemId":"call-1","itemAt":"2026-01-05T09:01:00Z","sourceId":"planned",
            "at":"2026-01-05T09:10:00Z"}
            """),
        (
            new MarkOverdue("overdue", Minute.At(10), Minute.At(1)),
            """
            {"command":"markOverdue","unrespondedSince":"2026-01-05T09:01:00Z","sourceId":"overdue","at":"2026-01-05T09:10:00Z"}
            """),
        (
            Customer.WritesToAnotherNumber("STOP", at: 11),
            """
            {"command":"noteOptOut","optedOut":true,"sourceId":"noted-11","at":"2026-01-05T09:11:00Z"}
            """),
        (
            Ana.DismissesTheOptOut(at: 12, seenThrough: 3),
            """
            {"command":"dismissOptOut","by":{"userId":"ana","name":"Ana"},"seenThrough":3,"sourceId":"dismissed-12","at":"2026-01-05T09:12:00Z"}
            """),
        (
            Customer.IsNamed("Carla", at: 12),
            """
            {"command":"nameCustomer","customer":{"id":"carla","name":"Carla"},"sourceId":"named-12","at":"2026-01-05T09:12:00Z"}
            """),
        (
            Customer.IsErased(at: 13),
            """
            {"command":"forgetPast","customerId":"carla","sourceId":"erased-13","at":"2026-01-05T09:13:00Z"}
            """),
    ];

    private static readonly (TimelineItem Item, string Json)[] Items =
    [
        (
            new MessageItem("reply", Minute.At(1), "It is.", Delivery.Failed)
            {
                Direction = Direction.Outbound,
                By = Ana.Author,
                FailureReason = "The number does not exist (4004).",
                MayBeOptOut = true,
                Note = "A word about it.",
            },
            """
            {"type":"message","id":"reply","at":"2026-01-05T09:01:00Z","direction":"outbound","by":{"userId":"ana","name":"Ana"},
            "text":"It is.","delivery":"failed","failureReason":"The number does not exist (4004).","mayBeOptOut":true,
            "note":"A word about it.","attachments":[]}
            """),
        (
            new MessageItem("received", Minute.At(1), "", Delivery.Received)
            {
                Direction = Direction.Inbound,
                Attachments =
                [
                    new("media.1", "image/jpeg", "picture.jpg", AttachmentState.Available) { Size = 3 },
                    new("media.2", "text/vcard", "contact-2.vcf", AttachmentState.Pending),
                ],
            },
            """
            {"type":"message","id":"received","at":"2026-01-05T09:01:00Z","direction":"inbound","by":null,"text":"",
            "delivery":"received","failureReason":null,"mayBeOptOut":false,"note":null,
            "attachments":[{"id":"media.1","contentType":"image/jpeg","name":"picture.jpg","state":"available","size":3},
            {"id":"media.2","contentType":"text/vcard","name":"contact-2.vcf","state":"pending","size":null}]}
            """),
        (
            new MessageItem("automatic", Minute.At(1), "We read it.", Delivery.Sent) { Direction = Direction.Outbound, Automatic = true },
            """
            {"type":"message","id":"automatic","at":"2026-01-05T09:01:00Z","direction":"outbound","by":null,"text":"We read it.",
            "delivery":"sent","failureReason":null,"mayBeOptOut":false,"note":null,"automatic":true,"attachments":[]}
            """),
        (
            Inbound.That(CallStatus.InProgress) with
            {
                Duration = TimeSpan.FromSeconds(61.5),
                AnsweredAt = Minute.At(2),
                AnsweredBy = Ben.Author,
                Voicemail = true,
                RecordingId = "call-1-recording",
                RecordingDuration = TimeSpan.FromSeconds(12),
            },
            """
            {"type":"call","id":"call-1","at":"2026-01-05T09:01:00Z","direction":"inbound","by":null,"status":"inProgress",
            "durationSeconds":61.5,"answeredAt":"2026-01-05T09:02:00Z","answeredBy":{"userId":"ben","name":"Ben"},"voicemail":true,"recordingId":"call-1-recording",
            "recordingDurationSeconds":12}
            """),
        (
            new CommentItem("comment-1", Minute.At(1), "Ben knows this boiler.") { By = Ana.Author },
            """
            {"type":"comment","id":"comment-1","at":"2026-01-05T09:01:00Z","direction":null,"by":{"userId":"ana","name":"Ana"},
            "text":"Ben knows this boiler."}
            """),
        (
            new StatusItem("close-1", Minute.At(1), ConversationStatus.Closed) { By = Ana.Author },
            """
            {"type":"status","id":"close-1","at":"2026-01-05T09:01:00Z","direction":null,"by":{"userId":"ana","name":"Ana"},
            "status":"closed"}
            """),
        (
            new AssignmentItem("assigned-1", Minute.At(1), Ben.Author) { By = Ana.Author },
            """
            {"type":"assignment","id":"assigned-1","at":"2026-01-05T09:01:00Z","direction":null,"by":{"userId":"ana","name":"Ana"},
            "assignee":{"userId":"ben","name":"Ben"}}
            """),
        (
            new OverdueItem("overdue", Minute.At(10), Minute.At(1)),
            """
            {"type":"overdue","id":"overdue","at":"2026-01-05T09:10:00Z","direction":null,"by":null,"since":"2026-01-05T09:01:00Z"}
            """),
        (
            new SnoozeItem("snooze", Minute.At(3), Minute.At(60)) { By = Ana.Author },
            """
            {"type":"snooze","id":"snooze","at":"2026-01-05T09:03:00Z","direction":null,"by":{"userId":"ana","name":"Ana"},
            "until":"2026-01-05T10:00:00Z"}
            """),
        (
            new JobItem("job-1", Minute.At(1), "1", "Mend the boiler") { By = Ana.Author },
            """
            {"type":"job","id":"job-1","at":"2026-01-05T09:01:00Z","direction":null,"by":{"userId":"ana","name":"Ana"},
            "jobId":"1","title":"Mend the boiler"}
            """),
    ];

    private static readonly Conversation Full = new(StoredConversation.Id)
    {
        Customer = new("carla", "Carla"),
        NamedAt = Minute.At(0),
        Status = ConversationStatus.Closed,
        UnreadCount = 1,
        Unresponded = true,
        OptOut = new(true, Minute.At(1)),
        MayBeOptOut = new("received-1", Minute.At(1)),
        LastAction = new(LastActionType.MessageSent, "ana", "It is.", Minute.At(2)),
        LastActivityAt = Minute.At(2),
        Version = 12,
        CustomerVersion = 11,
        Responses = [new("reply", Minute.At(2)) { CustomerVersion = 11 }, new("call-1", Minute.At(1))],
        FailedResponses = [new("reply-2", Minute.At(1)) { CustomerVersion = 10 }],
    };

    [Fact]
    public void Every_command_is_stored_as_it_always_was() => Assert.All(Commands, pinned => IsStoredAs(pinned.Json, pinned.Command));

    [Fact]
    public void Every_timeline_item_is_stored_as_it_always_was() => Assert.All(Items, pinned => IsStoredAs(pinned.Json, pinned.Item));

    [Fact]
    public void No_kind_of_command_or_timeline_item_is_left_out()
    {
        Assert.Equal(KindsOf<Command>(), Commands.Select(pinned => pinned.Command.GetType()).ToHashSet());
        Assert.Equal(KindsOf<TimelineItem>(), Items.Select(pinned => pinned.Item.GetType()).ToHashSet());
    }

    [Fact]
    public void Conversation_is_stored_as_it_always_was()
    {
        IsStoredAs(
            """
            {"id":"14255550100-12065550199","customer":{"id":"carla","name":"Carla"},
            "namedAt":"2026-01-05T09:00:00Z","status":"closed","unreadCount":1,
            "unresponded":true,"optOut":{"optedOut":true,"at":"2026-01-05T09:01:00Z"},
            "mayBeOptOut":{"itemId":"received-1","at":"2026-01-05T09:01:00Z"},
            "lastAction":{"type":"messageSent","userId":"ana","text":"It is.","at":"2026-01-05T09:02:00Z"},
            "lastActivityAt":"2026-01-05T09:02:00Z","version":12,"customerVersion":11,
            "responses":[{"itemId":"reply","at":"2026-01-05T09:02:00Z","customerVersion":11},
            {"itemId":"call-1","at":"2026-01-05T09:01:00Z","customerVersion":null}],
            "failedResponses":[{"itemId":"reply-2","at":"2026-01-05T09:01:00Z","customerVersion":10}]}
            """,
            Full);
        IsStoredAs(
            """
            {"id":"14255550100-12065550199","customer":null,"namedAt":null,"status":"open","unreadCount":0,"unresponded":false,
            "optOut":null,"mayBeOptOut":null,"lastAction":null,"lastActivityAt":"0001-01-01T00:00:00Z","version":0,"customerVersion":0,
            "responses":[],"failedResponses":[]}
            """,
            new Conversation(StoredConversation.Id));
        IsStoredAs(
            """
            {"id":"14255550100-12065550199","customer":null,"namedAt":null,"status":"open","unreadCount":0,"unresponded":false,
            "optOut":null,"mayBeOptOut":null,"lastAction":null,"lastActivityAt":"0001-01-01T00:00:00Z","version":0,"customerVersion":0,
            "responses":[{"itemId":"reply","at":"2026-01-05T09:02:00Z","customerVersion":11,"unrespondedSince":"2026-01-05T09:01:00Z",
            "sentAt":"2026-01-05T09:03:00Z"}],"failedResponses":[],"attendedAt":"2026-01-05T09:04:00Z"}
            """,
            new Conversation(StoredConversation.Id)
            {
                Responses = [new("reply", Minute.At(2)) { CustomerVersion = 11, UnrespondedSince = Minute.At(1), SentAt = Minute.At(3) }],
                AttendedAt = Minute.At(4),
            });
    }

    [Fact]
    public void Stored_conversation_reads_back()
    {
        var read = JsonSerializer.Deserialize<Conversation>(JsonSerializer.Serialize(Full, Options), Options);
        Assert.Equal(Full.Responses, read?.Responses);
        Assert.Equal(Full.FailedResponses, read?.FailedResponses);
        Assert.Equal(Full, read! with { Responses = Full.Responses, FailedResponses = Full.FailedResponses });
    }

    [Fact]
    public void What_an_older_version_did_not_store_has_its_default()
    {
        var read = JsonSerializer.Deserialize<Conversation>("""{"id":"14255550100-12065550199","version":3}""", Options);
        Assert.Equal(new Conversation(StoredConversation.Id) { Version = 3 }, read! with { Responses = [], FailedResponses = [] });
        Assert.Empty(read.Responses);
        Assert.Empty(read.FailedResponses);

        Assert.Equal(
            new MessageItem("1", Minute.At(1), "Hello", Delivery.Received),
            JsonSerializer.Deserialize<TimelineItem>(
                """{"type":"message","id":"1","at":"2026-01-05T09:01:00Z","text":"Hello","delivery":"received"}""", Options));
    }

    [Fact]
    public void Unknown_kinds_are_refused()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Command>("""{"command":"explode","sourceId":"1"}""", Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TimelineItem>("""{"type":"explosion","id":"1"}""", Options));
    }

    private static void IsStoredAs<T>(string json, T value)
    {
        var line = string.Concat(json.Split('\n', StringSplitOptions.TrimEntries));
        Assert.Equal(line, JsonSerializer.Serialize(value, Options));
        var read = JsonSerializer.Deserialize<T>(line, Options);
        Assert.Equal(line, JsonSerializer.Serialize(read, Options));

        // Records that contain lists are not equal.
        if (value is not (Conversation or MessageItem { Attachments: [_, ..] } or ReceiveMessage { Files: not null }
            or SendMessage { Attachments: not null }))
        {
            Assert.Equal(value, read);
        }
    }

    private static HashSet<Type> KindsOf<T>() =>
        [.. typeof(T).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract)];
}
