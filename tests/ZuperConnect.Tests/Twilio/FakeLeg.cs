using System.Globalization;
using System.Xml.Linq;

namespace ZuperConnect.Tests.Twilio;

/// <summary>A leg of a call at Twilio, and the phone at its end. It runs one TwiML document at a time.</summary>
#pragma warning disable CA1001 // A source without a timer needs no disposal.
internal sealed class FakeLeg(
    string sid, string from, string to, string direction, string? status, IReadOnlyCollection<string?> events,
    FakeTwilioWebhooks webhooks, FakeCalls calls)
#pragma warning restore CA1001
{
    /// <summary>The duration of one second of Twilio in tests.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(10);

    private static readonly string[] Verbs = ["Play", "Say", "Pause", "Redirect", "Gather", "Dial", "Hangup", "Reject"];

    private readonly Lock _turn = new();
    private readonly TaskCompletionSource<bool> _phone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _running = new();
    private TaskCompletionSource<string> _pressed = New();
    private int _sequence;
    private int? _sipCode;

    public string Sid => sid;

    public string From => from;

    public string To => to;

    /// <summary>The start time.</summary>
    public DateTimeOffset StartedAt { get; set; } = calls.Now;

    /// <summary>The number of the phone at its end.</summary>
    public string Phone => direction is "inbound" ? from : to;

    public string Status { get; set; } = direction is "inbound" ? "ringing" : "queued";

    public bool IsOver => Status is "completed" or "busy" or "failed" or "no-answer" or "canceled";

    /// <summary>The TwiML verbs that it executed, in order.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_turn)
            {
                return [.. _heard];
            }
        }
    }

    private readonly List<string> _heard = [];

    /// <summary>Its conference; null if it is not in one.</summary>
    public FakeConference? Conference { get; set; }

    /// <summary>Whether it waits for a key.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Raised when the leg ends.</summary>
    public event Func<Task>? Ended;

    /// <summary>The phone is picked up.</summary>
    public void PickUp() => _phone.TrySetResult(true);

    /// <summary>The phone is busy, or the call is declined.</summary>
    public Task DeclineAsync(string as_ = "busy", int? sipCode = null)
    {
        _sipCode = sipCode;
        return EndAsync(as_);
    }

    /// <summary>A key is pressed.</summary>
    public void Press(string digits) => _pressed.TrySetResult(digits);

    /// <summary>Nobody presses a key in time.</summary>
    public void PressNothing() => _pressed.TrySetResult("");

    /// <summary>The person at the phone hangs up.</summary>
    public Task HangUpAsync() => EndAsync("completed");

    /// <summary>Replaces what the leg runs.</summary>
    public void Run(Func<CancellationToken, Task> what)
    {
        CancellationToken stop;
        lock (_turn)
        {
            _running.Cancel();
            _running = new();
            IsAsked = false;
            stop = _running.Token;
        }

        Report(async () =>
        {
            Conference?.Leave(this);
            await what(stop);
            if (!stop.IsCancellationRequested)
            {
                await EndAsync("completed");
            }
        });
    }

    /// <summary>Runs something about this leg in the background.</summary>
    public void Report(Func<Task> what) => _ = Task.Run(async () =>
    {
        try
        {
            await what();
        }
        catch (OperationCanceledException)
        {
        }
        catch (ApplicationErrorException)
        {
            await EndAsync(Status is "in-progress" ? "completed" : "failed");
        }
#pragma warning disable CA1031 // The test asserts that there are no faults.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            calls.Faults.Enqueue($"{Phone}: {failure}");
        }
    });

    /// <summary>Calls the phone.</summary>
    public async Task CallAsync(Func<Task> picksUp, CancellationToken stop)
    {
        await SaysAsync("initiated");
        if (calls.Unreachable.TryGetValue(Phone, out var refusal))
        {
            await DeclineAsync(refusal.Status, refusal.SipCode);
            return;
        }

        Become("ringing");
        await SaysAsync("ringing");
        await _phone.Task.WaitAsync(stop);
        Become("in-progress");
        await SaysAsync("answered");
        await picksUp();
    }

    /// <summary>Changes the status of a leg that has not ended.</summary>
    public void Become(string status)
    {
        lock (_turn)
        {
            Status = IsOver ? throw new OperationCanceledException() : status;
        }
    }

    /// <summary>Ends the leg.</summary>
    public async Task EndAsync(string how)
    {
        lock (_turn)
        {
            if (IsOver)
            {
                return;
            }

            // Twilio sends no event for a call that was still queued.
            Status = how;
            _running.Cancel();
        }

        Conference?.Leave(this);
        await SaysAsync("completed");
        foreach (var ended in Ended?.GetInvocationList().Cast<Func<Task>>() ?? [])
        {
            await ended();
        }
    }

    /// <summary>Runs a document.</summary>
    public async Task RunAsync(XElement? document, CancellationToken stop)
    {
        while (document is not null)
        {
            document = await StepsAsync(document, stop);
        }
    }

    /// <summary>Parses a document as strictly as Twilio does.</summary>
    public static XElement Parse(string twiml)
    {
        var document = XDocument.Parse(twiml).Root!;
        Assert.Equal("Response", document.Name.LocalName);
        Assert.All(document.Elements(), verb => Assert.Contains(verb.Name.LocalName, Verbs));
        return document;
    }

    /// <summary>Requests a document from an address.</summary>
    public async Task<XElement> RequestAsync(string address, Dictionary<string, string> more, CancellationToken stop)
    {
        var answer = await webhooks.SendAsync(address, null, Fields(more)).WaitAsync(stop);
        if (answer?.IsSuccessStatusCode is not true && webhooks.MayFail)
        {
            throw new ApplicationErrorException();
        }

        Assert.True(answer?.IsSuccessStatusCode, $"{address}: 11200 {answer?.StatusCode}");
        Assert.Equal("text/xml", answer!.Content.Headers.ContentType?.MediaType);
        return Parse(await answer.Content.ReadAsStringAsync(stop));
    }

    public object ToJson() => new
    {
        sid,
        account_sid = FakeTwilio.AccountSid,
        from,
        to,
        status = Status,
        direction,
        date_created = FakeCalls.Time(StartedAt),
        start_time = FakeCalls.Time(StartedAt),
    };

    /// <returns>The next document; null at the end of the leg.</returns>
    private async Task<XElement?> StepsAsync(XElement document, CancellationToken stop)
    {
        foreach (var verb in document.Elements())
        {
            stop.ThrowIfCancellationRequested();
            switch (verb.Name.LocalName)
            {
                case "Redirect":
                    return await RequestAsync(verb.Value, [], stop);
                case "Gather":
                    await StepsAsync(verb, stop);
                    IsAsked = true;
                    var digits = await _pressed.Task.WaitAsync(stop);

                    // A key that is pressed while a new document begins is pressed again.
                    _pressed = New();
                    IsAsked = false;
                    return await RequestAsync(verb.Attribute("action")!.Value, new() { ["Digits"] = digits }, stop);
                case "Dial":
                    await DialAsync(verb.Elements().Single(), stop);
                    break;
                case "Hangup" or "Reject":
                    return null;
                default:
                    await HearAsync(verb, stop);
                    break;
            }
        }

        return null;
    }

    private async Task HearAsync(XElement verb, CancellationToken stop)
    {
        var heard = verb.Name.LocalName is "Play" ? verb.Value.Split('/')[^1] : $"{verb.Name.LocalName} {verb.Value}".Trim();
        lock (_turn)
        {
            _heard.Add(heard);
        }

        if (calls.Hears is { } hears)
        {
            await hears(this, heard);
            stop.ThrowIfCancellationRequested();
        }

        if (verb.Name.LocalName is "Play")
        {
            using var audio = await webhooks.FetchAsync(verb.Value);
            Assert.True(audio is null ? webhooks.MayFail : audio.IsSuccessStatusCode, $"{verb.Value}: {audio?.StatusCode}");
            Assert.Equal("audio/wav", audio?.Content.Headers.ContentType?.MediaType ?? "audio/wav");
        }

        var seconds = verb.Attribute("length") is { } length ? int.Parse(length.Value, CultureInfo.InvariantCulture) : 2;
        await Task.Delay(seconds * Second, stop);
    }

    private Task DialAsync(XElement conference, CancellationToken stop)
    {
        Assert.Equal("Conference", conference.Name.LocalName);
        return calls.JoinAsync(
            conference.Value, this, Is("endConferenceOnExit"), conference.Attribute("statusCallback")!.Value,
            conference.Attribute("waitUrl")?.Value is { Length: > 0 } wait ? wait : null, stop);

        bool Is(string name) => conference.Attribute(name)?.Value is "true";
    }

    private async Task SaysAsync(string what)
    {
        if (status is null || !events.Contains(what))
        {
            return;
        }

        var fields = Fields(new()
        {
            ["CallStatus"] = what is "initiated" ? "initiated" : Status,
            ["SequenceNumber"] = (_sequence++).ToString(CultureInfo.InvariantCulture),
            ["Timestamp"] = FakeCalls.Time(calls.Now),
            ["CallbackSource"] = "call-progress-events",
        });
        if (what is "completed")
        {
            fields["CallDuration"] = "0";
        }

        if (calls.HeldReports is { } held)
        {
            held.Enqueue(() => webhooks.SendAsync(status, null, fields));
            return;
        }

        await webhooks.SendAsync(status, null, fields);
    }

    private Dictionary<string, string> Fields(Dictionary<string, string> more)
    {
        var fields = new Dictionary<string, string>(more)
        {
            ["AccountSid"] = FakeTwilio.AccountSid,
            ["ApiVersion"] = "2010-04-01",
            ["CallSid"] = sid,
            ["CallStatus"] = more.GetValueOrDefault("CallStatus", Status),
            ["Direction"] = direction,
            ["From"] = from,
            ["To"] = to,
            ["Caller"] = from,
            ["Called"] = to,
        };
        if (_sipCode is { } code)
        {
            fields["SipResponseCode"] = code.ToString(CultureInfo.InvariantCulture);
        }

        return fields;
    }

    /// <summary>A document could not be fetched, which ends the leg.</summary>
    private sealed class ApplicationErrorException : Exception;

    private static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
