using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Tests.Recordings;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// The calls of the fake Twilio: legs that run TwiML, conferences, and recordings of legs. Seconds at Twilio are milliseconds here.
/// Everything that Twilio documents as an error is a fault.
/// </summary>
/// <param name="webhooks">Sends Twilio's requests.</param>
/// <param name="time">The clock of Twilio.</param>
internal sealed class FakeCalls(FakeTwilioWebhooks webhooks, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, FakeLeg> _legs = new();
    private readonly ConcurrentDictionary<string, FakeConference> _conferences = new();
    private readonly ConcurrentDictionary<string, FakeRecording> _recordings = new();

    /// <summary>The errors that Twilio would report.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>All legs, including those that have ended.</summary>
    public IEnumerable<FakeLeg> Legs => _legs.Values;

    /// <summary>The recordings that are not deleted.</summary>
    public IEnumerable<FakeRecording> Recordings => _recordings.Values.Where(recording => !recording.IsDeleted);

    /// <summary>The number of recordings, including those that are deleted.</summary>
    public int RecordingsMade => _recordings.Count;

    /// <summary>The duration of the recordings that start from now on.</summary>
    public int RecordingSeconds { get; set; } = 5;

    /// <summary>The phones that do not ring, with the final status of a call to them and its SIP response code.</summary>
    public ConcurrentDictionary<string, (string Status, int SipCode)> Unreachable { get; } = new();

    /// <summary>Collects the reports about legs, which the test sends later; null to send them at once.</summary>
    public ConcurrentQueue<Func<Task>>? HeldReports { get; set; }

    /// <summary>Called when a leg starts to hear something: the name of a sound, or a verb with its text.</summary>
    public Func<FakeLeg, string, Task>? Hears { get; set; }

    /// <summary>The announcements that were played in conferences.</summary>
    public IEnumerable<string> Announced => _conferences.Values.SelectMany(conference => conference.Announced);

    /// <summary>The current time at Twilio.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The number of responses to requests that create a leg that are lost from now on. The legs are created.</summary>
    public int LostAnswers { get; set; }

    /// <summary>A customer calls a number of the business.</summary>
    /// <param name="from">The customer, in Twilio's format.</param>
    /// <param name="number">The number.</param>
    public FakeLeg Ring(string from, FakeTwilioNumber number)
    {
        var leg = Add(from, number.Number, "inbound", number.Settings["StatusCallback"], ["completed"]);
        leg.Run(async stop =>
        {
            var document = await leg.RequestAsync(number.Settings["VoiceUrl"], [], stop);
            if (document.Elements().FirstOrDefault()?.Name.LocalName is "Reject")
            {
                await leg.EndAsync("failed");
                return;
            }

            leg.Become("in-progress");
            await leg.RunAsync(document, stop);
        });
        return leg;
    }

    /// <summary>
    /// A customer calls a number of the business while the inbox is not reachable. It receives no webhook, and the caller hears an error.
    /// </summary>
    public FakeLeg Miss(string from, FakeTwilioNumber number)
    {
        var leg = Add(from, number.Number, "inbound", null, []);
        leg.Status = "failed";
        return leg;
    }

    /// <summary>The leg of a phone that has not ended; null if there is none.</summary>
    public FakeLeg? At(string phone) => _legs.Values.FirstOrDefault(leg => leg.Phone == phone && !leg.IsOver);

    /// <summary>Waits until a phone rings.</summary>
    public async Task<FakeLeg> RingsAtAsync(string phone) => (await RunningInbox.EventuallyAsync(
        () => Task.FromResult(_legs.Values.FirstOrDefault(leg => leg.Phone == phone && leg.Status is "ringing")),
        leg => leg is not null))!;

    /// <summary>The active conference with a name, or a new one.</summary>
    public FakeConference Conference(string name)
    {
        lock (_conferences)
        {
            if (_conferences.Values.FirstOrDefault(one => one.Name == name && !one.IsOver) is not { } conference)
            {
                conference = new(Sid("CF"), name, webhooks, this);
                _conferences[conference.Sid] = conference;
            }

            return conference;
        }
    }

    /// <summary>Joins the conference with a name, and waits until the leg leaves or the conference ends.</summary>
    public async Task JoinAsync(string name, FakeLeg leg, bool endsOnExit, string callback, string? wait, CancellationToken stop)
    {
        while (!await Conference(name).TryJoinAsync(leg, endsOnExit, callback, wait, stop))
        {
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Handles a request to the REST API.</summary>
    public Task AnswerAsync(HttpContext context, string path, IFormCollection? form) =>
        (context.Request.Method, path.Split('/')) switch
        {
            ("POST", ["Calls.json"]) => CreateAsync(context, form!),
            ("GET", ["Calls.json"]) => FakeTwilio.WriteAsync(context, 200, Page(
                "calls", _legs.Values
                    .Where(leg => leg.To == context.Request.Query["To"]
                        && (context.Request.Query["From"].Count is 0 || leg.From == context.Request.Query["From"]))
                    .Select(leg => leg.ToJson()))),
            ("GET", ["Calls", var file]) when _legs.TryGetValue(Name(file), out var leg) =>
                FakeTwilio.WriteAsync(context, 200, leg.ToJson()),
            ("POST", ["Calls", var file]) when _legs.TryGetValue(Name(file), out var leg) => UpdateAsync(context, leg, form!),
            ("GET", ["Calls", var sid, "Recordings.json"]) => FakeTwilio.WriteAsync(context, 200, Page(
                "recordings", _recordings.Values.Where(recording => recording.Leg.Sid == sid).Select(recording => recording.ToJson()))),
            ("POST", ["Calls", var sid, "Recordings.json"]) when _legs.TryGetValue(sid, out var leg) => RecordAsync(context, leg, form!),
            ("GET", ["Conferences.json"]) => FakeTwilio.WriteAsync(context, 200, Page(
                "conferences", _conferences.Values
                    .Where(one => one.Name == context.Request.Query["FriendlyName"] && one is { HasStarted: true, IsOver: false })
                    .Select(one => one.ToJson()))),
            ("POST", ["Conferences", var file]) when _conferences.TryGetValue(Name(file), out var conference) && !conference.IsOver =>
                UpdateConferenceAsync(context, conference, form!),
            ("POST", ["Conferences", var name, "Participants.json"]) => CreateParticipantAsync(context, name, form!),
            ("GET", ["Recordings.json"]) => FakeTwilio.WriteAsync(context, 200, Page(
                "recordings", Recordings.Select(recording => recording.ToJson()))),
            ("GET", ["Recordings", var file]) when Find(file) is { } recording && file.EndsWith(".mp3", StringComparison.Ordinal) =>
                Results.Bytes(recording.Audio, "audio/mpeg").ExecuteAsync(context),
            ("DELETE", ["Recordings", var file]) when Find(file) is { } recording => DeleteAsync(context, recording),
            _ => FakeTwilio.RefuseAsync(context, 404, 20404, "The requested resource was not found"),
        };

    /// <summary>The phone of a user of a new inbox.</summary>
    public static string PhoneOf(string userId) => userId is "ana" ? "+14255550191" : "+14255550192";

    /// <summary>A new SID.</summary>
    public static string Sid(string kind) => kind + Guid.NewGuid().ToString("N");

    /// <summary>A time in Twilio's format.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static string Name(string file) => file.Split('.')[0];

    private static Dictionary<string, object?> Page(string name, IEnumerable<object> items) =>
        new() { [name] = items, ["page"] = 0, ["page_size"] = 20, ["next_page_uri"] = null, ["uri"] = "" };

    private FakeRecording? Find(string file) =>
        _recordings.TryGetValue(Name(file), out var recording) && !recording.IsDeleted ? recording : null;

    private FakeLeg Add(string from, string to, string direction, string? status, IReadOnlyCollection<string?> events)
    {
        var leg = new FakeLeg(Sid("CA"), from, to, direction, status, events, webhooks, this);
        return _legs[leg.Sid] = leg;
    }

    private Task CreateAsync(HttpContext context, IFormCollection form)
    {
        var leg = Add(form["From"]!, form["To"]!, "outbound-api", form["StatusCallback"], form["StatusCallbackEvent"]);
        leg.Run(stop => leg.CallAsync(
            async () => await leg.RunAsync(await leg.RequestAsync(form["Url"]!, [], stop), stop), stop));
        return MadeAsync(context, leg.ToJson());
    }

    private static async Task UpdateAsync(HttpContext context, FakeLeg leg, IFormCollection form)
    {
        var (status, twiml) = ((string?)form["Status"], (string?)form["Twiml"]);
        if (leg.IsOver || (twiml is not null && leg.Status is not "in-progress"))
        {
            await FakeTwilio.RefuseAsync(context, 400, 21220, "Call is not in-progress. Cannot redirect.");
            return;
        }

        if (status is not null)
        {
            await leg.EndAsync(leg.Status is "in-progress" ? "completed" : "canceled");
        }
        else
        {
            leg.Run(stop => leg.RunAsync(FakeLeg.Parse(twiml!), stop));
        }

        await FakeTwilio.WriteAsync(context, 200, leg.ToJson());
    }

    private Task CreateParticipantAsync(HttpContext context, string name, IFormCollection form)
    {
        var leg = Add(form["From"]!, form["To"]!, "outbound-api", form["StatusCallback"], form["StatusCallbackEvent"]);
        leg.Run(stop => leg.CallAsync(
            () => JoinAsync(name, leg, form["EndConferenceOnExit"] == "true", form["ConferenceStatusCallback"]!, null, stop),
            stop));
        return MadeAsync(
            context,
            new { call_sid = leg.Sid, account_sid = FakeTwilio.AccountSid, conference_sid = Conference(name).Sid, status = "queued" });
    }

    private static async Task UpdateConferenceAsync(HttpContext context, FakeConference conference, IFormCollection form)
    {
        if ((string?)form["AnnounceUrl"] is { } announcement)
        {
            conference.Announce(announcement);
        }
        else
        {
            conference.End();
        }

        await FakeTwilio.WriteAsync(context, 200, conference.ToJson());
    }

    private Task RecordAsync(HttpContext context, FakeLeg leg, IFormCollection form)
    {
        if (leg.Status is not "in-progress")
        {
            return FakeTwilio.RefuseAsync(context, 400, 21220, "Requested resource is not eligible for recording");
        }

        var recording = new FakeRecording(
            Sid("RE"), leg, form["RecordingTrack"].ToString(), form["RecordingStatusCallback"]!, Now, RecordingSeconds);
        _recordings[recording.Sid] = recording;
        leg.Ended += () => webhooks.SendAsync(recording.Callback, null, new Dictionary<string, string>(recording.Fields("completed"))
        {
            ["RecordingUrl"] = $"https://api.twilio.com/2010-04-01/Accounts/{FakeTwilio.AccountSid}/Recordings/{recording.Sid}",
            ["RecordingDuration"] = recording.Seconds.ToString(CultureInfo.InvariantCulture),
        });
        if (form["RecordingStatusCallbackEvent"].Contains("in-progress"))
        {
            leg.Report(() => webhooks.SendAsync(recording.Callback, null, recording.Fields("in-progress")));
        }

        return FakeTwilio.WriteAsync(context, 201, recording.ToJson());
    }

    private static Task DeleteAsync(HttpContext context, FakeRecording recording)
    {
        if (!recording.Leg.IsOver)
        {
            return FakeTwilio.RefuseAsync(context, 409, 20409, "The recording is not completed.");
        }

        recording.IsDeleted = true;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task MadeAsync(HttpContext context, object answer)
    {
        if (LostAnswers <= 0)
        {
            return FakeTwilio.WriteAsync(context, 201, answer);
        }

        LostAnswers--;
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return context.Response.WriteAsync("<html>Bad gateway</html>");
    }
}

/// <summary>A recording of a leg.</summary>
internal sealed class FakeRecording(string sid, FakeLeg leg, string track, string callback, DateTimeOffset startedAt, int seconds)
{
    public int Seconds => seconds;

    public string Sid => sid;

    public FakeLeg Leg => leg;

    public string Track => track;

    public string Callback => callback;

    public DateTimeOffset StartedAt => startedAt;

    public byte[] Audio { get; } = TestAudio.Mp3(seconds);

    public bool IsDeleted { get; set; }

    /// <summary>The fields of each report.</summary>
    public Dictionary<string, string> Fields(string status) => new()
    {
        ["AccountSid"] = FakeTwilio.AccountSid,
        ["CallSid"] = leg.Sid,
        ["RecordingSid"] = sid,
        ["RecordingStatus"] = status,
        ["RecordingChannels"] = "1",
        ["RecordingStartTime"] = FakeCalls.Time(startedAt),
        ["RecordingSource"] = "StartCallRecordingAPI",
    };

    public object ToJson() => new
    {
        sid,
        account_sid = FakeTwilio.AccountSid,
        call_sid = leg.Sid,
        duration = leg.IsOver ? seconds.ToString(CultureInfo.InvariantCulture) : null,
        status = leg.IsOver ? "completed" : "in-progress",
        channels = 1,
        date_created = FakeCalls.Time(StartedAt),
        start_time = FakeCalls.Time(StartedAt),
        track,
    };
}
