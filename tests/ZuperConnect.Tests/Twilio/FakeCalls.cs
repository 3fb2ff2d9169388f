using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ZuperConnect.Sounds;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// Twilio's calls: legs that run TwiML, conferences, and recordings of legs. What takes seconds at Twilio takes milliseconds here, and what
/// it documents as an error is one.
/// </summary>
/// <param name="accountSid">The account.</param>
/// <param name="webhooks">Posts Twilio's requests.</param>
internal sealed class FakeCalls(string accountSid, FakeWebhooks webhooks)
{
    private readonly ConcurrentDictionary<string, FakeLeg> _legs = new();
    private readonly ConcurrentDictionary<string, FakeConference> _conferences = new();
    private readonly ConcurrentDictionary<string, FakeRecording> _recordings = new();

    /// <summary>All legs that there were.</summary>
    public IEnumerable<FakeLeg> Legs => _legs.Values;

    /// <summary>All recordings that are kept.</summary>
    public IEnumerable<FakeRecording> Recordings => _recordings.Values.Where(recording => !recording.IsDeleted);

    /// <summary>Requests that fail with a 500 though they were done, as of an answer that is lost; the fake counts it down.</summary>
    public int AnswersLost { get; set; }

    /// <summary>A customer calls a number of ours.</summary>
    /// <param name="from">The customer, as Twilio says it.</param>
    /// <param name="to">The number.</param>
    /// <param name="voice">The number's webhook.</param>
    /// <param name="status">The number's status callback.</param>
    public FakeLeg Ring(string from, string to, Uri voice, Uri status)
    {
        var leg = Add(from, to, "inbound", status, ["completed"]);
        leg.Run(async stop =>
        {
            var document = await leg.RequestAsync(voice, [], stop);
            if (document is null || document.Elements().FirstOrDefault()?.Name.LocalName is "Reject")
            {
                await leg.EndAsync("failed");
                return;
            }

            leg.Status = "in-progress";
            await leg.RunAsync(document, stop);
        });
        return leg;
    }

    /// <summary>The leg that rings at a phone, or is up there.</summary>
    public FakeLeg? At(string number) => _legs.Values.FirstOrDefault(leg => leg.Phone == number && !leg.IsOver);

    /// <summary>Adds the routes of the REST API.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup($"/2010-04-01/Accounts/{accountSid}");
        account.MapPost("Calls.json", CreateAsync);
        account.MapGet("Calls/{sid}.json", (string sid) => _legs.TryGetValue(sid, out var leg) ? Results.Json(leg.ToJson()) : NotFound());
        account.MapPost("Calls/{sid}.json", UpdateAsync);
        account.MapGet("Calls/{sid}/Recordings.json", (string sid) => Results.Json(new
        {
            recordings = _recordings.Values.Where(recording => recording.Leg.Sid == sid).Select(recording => recording.ToJson()),
            page = 0, page_size = 20, next_page_uri = (string?)null, uri = "",
        }));
        account.MapPost("Calls/{sid}/Recordings.json", RecordAsync);
        account.MapGet("Conferences.json", (string friendlyName, string status) => Results.Json(new
        {
            conferences = _conferences.Values
                .Where(conference => conference.Name == friendlyName && status is "in-progress" && conference is { HasStarted: true, IsOver: false })
                .Select(conference => conference.ToJson(accountSid)),
            page = 0, page_size = 20, next_page_uri = (string?)null, uri = "",
        }));
        account.MapPost("Conferences/{sid}.json", UpdateConferenceAsync);
        account.MapPost("Conferences/{name}/Participants.json", CreateParticipantAsync);
        account.MapGet("Recordings/{name}", (string name) =>
            name.EndsWith(".mp3", StringComparison.Ordinal) && _recordings.TryGetValue(name[..^4], out var recording) && !recording.IsDeleted
                ? Results.Bytes(recording.Audio, "audio/mpeg") : NotFound());
        account.MapDelete("Recordings/{name}", (string name) =>
        {
            if (!_recordings.TryGetValue(name.Split('.')[0], out var recording) || recording.IsDeleted)
            {
                return NotFound();
            }

            recording.IsDeleted = true;
            return Results.NoContent();
        });
    }

    /// <summary>The conference of a name; a new one where none is up.</summary>
    public FakeConference Conference(string name) =>
        _conferences.Values.FirstOrDefault(conference => conference.Name == name && !conference.IsOver)
        ?? _conferences.GetOrAdd(Sid("CF"), sid => new(sid, name, webhooks, accountSid));

    /// <summary>A SID with a prefix.</summary>
    public static string Sid(string prefix) => prefix + Guid.NewGuid().ToString("N");

    private FakeLeg Add(string from, string to, string direction, Uri? status, IReadOnlyCollection<string> events)
    {
        var leg = new FakeLeg(Sid("CA"), from, to, direction, status, events, accountSid, webhooks, this);
        return _legs[leg.Sid] = leg;
    }

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        var form = await Form.ReadAsync(
            request, required: ["To", "From", "Url"],
            optional: ["StatusCallback", "StatusCallbackEvent", "StatusCallbackMethod", "Timeout", "Method"]);
        var leg = Add(form["From"], form["To"], "outbound-api", new(form["StatusCallback"]), form.All("StatusCallbackEvent"));
        leg.Run(stop => leg.CallAsync(picksUp: async () =>
        {
            await leg.RunAsync(await leg.RequestAsync(new(form["Url"]), [], stop), stop);
        }, stop));
        return Answer(leg.ToJson());
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, string sid)
    {
        if (!_legs.TryGetValue(sid, out var leg))
        {
            return NotFound();
        }

        var form = await Form.ReadAsync(request, required: [], optional: ["Twiml", "Url", "Method", "Status", "StatusCallback"]);
        if (leg.IsOver)
        {
            return Refusal(21220, "Call is not in-progress. Cannot redirect.");
        }

        if (form.Find("Status") is { } status)
        {
            if (status is not ("completed" or "canceled"))
            {
                return Refusal(20001, "Status is completed or canceled.");
            }

            await leg.EndAsync(leg.Status is "in-progress" ? "completed" : "canceled");
        }
        else if (form.Find("Twiml") is { Length: <= 4000 } twiml && leg.Status is "in-progress")
        {
            leg.Run(stop => leg.RunAsync(FakeLeg.Parse(twiml), stop));
        }
        else
        {
            return Refusal(21220, "Call is not in-progress. Cannot redirect.");
        }

        return Results.Json(leg.ToJson());
    }

    private async Task<IResult> CreateParticipantAsync(HttpRequest request, string name)
    {
        var form = await Form.ReadAsync(
            request, required: ["To", "From"],
            optional:
            [
                "StatusCallback", "StatusCallbackEvent", "Beep", "EndConferenceOnExit", "EarlyMedia", "Timeout", "Label",
                "ConferenceStatusCallback", "ConferenceStatusCallbackEvent",
            ]);
        var leg = Add(form["From"], form["To"], "outbound-api", new(form["StatusCallback"]), form.All("StatusCallbackEvent"));
        leg.Run(stop => leg.CallAsync(
            picksUp: () => Conference(name).JoinAsync(
                leg, form.Find("EndConferenceOnExit") is "true", new(form["ConferenceStatusCallback"]), null, stop), stop));
        return Answer(new { call_sid = leg.Sid, account_sid = accountSid, conference_sid = Conference(name).Sid, status = "queued" });
    }

    private async Task<IResult> UpdateConferenceAsync(HttpRequest request, string sid)
    {
        var form = await Form.ReadAsync(request, required: [], optional: ["AnnounceUrl", "AnnounceMethod", "Status"]);
        if (!_conferences.TryGetValue(sid, out var conference) || conference.IsOver)
        {
            return NotFound();
        }

        if (form.Find("AnnounceUrl") is { } announcement)
        {
            conference.Announce(new(announcement));
        }
        else if (form.Find("Status") is "completed")
        {
            await conference.EndAsync();
        }

        return Results.Json(conference.ToJson(accountSid));
    }

    private async Task<IResult> RecordAsync(HttpRequest request, string sid)
    {
        var form = await Form.ReadAsync(
            request, required: [],
            optional: ["RecordingChannels", "RecordingTrack", "RecordingStatusCallback", "RecordingStatusCallbackEvent"]);
        if (!_legs.TryGetValue(sid, out var leg) || leg.Status is not "in-progress")
        {
            return Refusal(21220, "Requested resource is not eligible for recording");
        }

        var recording = new FakeRecording(Sid("RE"), leg, form.Find("RecordingTrack") ?? "both", new(form["RecordingStatusCallback"]));
        _recordings[recording.Sid] = recording;
        leg.Ended += () => webhooks.PostAsync(recording.Callback, new()
        {
            ["AccountSid"] = accountSid,
            ["CallSid"] = leg.Sid,
            ["RecordingSid"] = recording.Sid,
            ["RecordingUrl"] = $"https://api.twilio.com/2010-04-01/Accounts/{accountSid}/Recordings/{recording.Sid}",
            ["RecordingStatus"] = "completed",
            ["RecordingDuration"] = ((int)recording.Length.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            ["RecordingChannels"] = "1",
            ["RecordingStartTime"] = FakeWebhooks.Date(recording.StartedAt),
            ["RecordingSource"] = "StartCallRecordingAPI",
        });
        return Answer(recording.ToJson());
    }

    private IResult Answer(object body)
    {
        if (AnswersLost <= 0)
        {
            return Results.Json(body, statusCode: 201);
        }

        AnswersLost--;
        return Results.Text("<html>Bad gateway</html>", "text/html", statusCode: 502);
    }

    private static IResult NotFound() => Results.Json(
        new { code = 20404, message = "The requested resource was not found", more_info = "", status = 404 }, statusCode: 404);

    private static IResult Refusal(int code, string message) =>
        Results.Json(new { code, message, more_info = "", status = 400 }, statusCode: 400);
}

/// <summary>A recording of a leg.</summary>
internal sealed class FakeRecording(string sid, FakeLeg leg, string track, Uri callback)
{
    public string Sid => sid;

    public FakeLeg Leg => leg;

    public string Track => track;

    public Uri Callback => callback;

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>How long it is: as long as a person would speak.</summary>
    public TimeSpan Length { get; } = TimeSpan.FromSeconds(5);

    public byte[] Audio { get; } = TestAudio.Mp3(5);

    public bool IsDeleted { get; set; }

    public object ToJson() => new
    {
        sid, account_sid = "", call_sid = leg.Sid, status = leg.IsOver ? "completed" : "in-progress", channels = 1,
        date_created = FakeWebhooks.Date(StartedAt), start_time = FakeWebhooks.Date(StartedAt), track,
    };
}
