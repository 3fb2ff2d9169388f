using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// A fake of Twilio: its REST API, which accepts only what <see cref="TwilioContract"/> allows, its list of messages, its opt-outs, and its
/// webhooks. It can simulate failures, and delayed, repeated, reordered and lost requests.
/// </summary>
internal sealed class FakeTwilio : IAsyncDisposable
{
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string ApiKeySid = "SK00000000000000000000000000000002";
    public const string ApiKeySecret = "the secret of the key";
    public static readonly Uri PublicAddress = new("https://inbox.example/");

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Ours, string Theirs), bool> _blocked = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Lock _turn = new();
    private readonly List<FakeTwilioMessage> _messages = [];
    private readonly List<FakeTwilioNumber> _numbers = [];

    private FakeTwilio(WebApplication app, TimeProvider time)
    {
        (_app, _time) = (app, time);
        Webhooks = new(() => AuthToken);
        Calls = new(Webhooks, time);
        Media = new(() => Address);
    }

    /// <summary>The token that signs webhooks.</summary>
    public string AuthToken { get; set; } = "the auth token";

    public FakeTwilioWebhooks Webhooks { get; }

    /// <summary>The account's calls.</summary>
    public FakeCalls Calls { get; }

    /// <summary>The files of customers' messages.</summary>
    public FakeTwilioMedia Media { get; }

    /// <summary>The handlers of the next requests to send a message, which replace the default.</summary>
    public ConcurrentQueue<Func<HttpContext, Func<FakeTwilioMessage>, Task>> Sends { get; } = new();

    /// <summary>The handler of all requests to send a message, which replaces the default; null for the default.</summary>
    public Func<HttpContext, Func<FakeTwilioMessage>, Task>? Sending { get; set; }

    /// <summary>The statuses that a message gets automatically after it was accepted. Empty if the test reports them itself.</summary>
    public string[] Statuses { get; set; } = ["sent", "delivered"];

    /// <summary>The maximum page size, even if a request asks for more.</summary>
    public int LongestPage { get; set; } = 1000;

    /// <summary>The number of requests by method and path.</summary>
    public ConcurrentDictionary<string, int> Requests { get; } = new();

    /// <summary>Handles all requests to the REST API, which the second parameter executes; null to execute them in any case.</summary>
    public Func<HttpContext, Func<Task>, Task>? Watch { get; set; }

    /// <summary>Whether all requests fail because the account has no access.</summary>
    public bool IsLocked { get; set; }

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyList<FakeTwilioMessage> Messages
    {
        get
        {
            lock (_turn)
            {
                return [.. _messages];
            }
        }
    }

    public static async Task<FakeTwilio> StartAsync(TimeProvider? time = null, params string[] numbers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeTwilio(app, time ?? TimeProvider.System);
        app.Run(context => fake.Watch is { } watch ? watch(context, () => fake.AnswerAsync(context)) : fake.AnswerAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        foreach (var number in numbers.DefaultIfEmpty(RunningInbox.Dispatch))
        {
            var settings = fake.AddNumber(number).Settings;
            settings["SmsUrl"] = $"{PublicAddress}api/callbacks/twilio/messages#rc=5&rp=all";
            settings["VoiceUrl"] = $"{PublicAddress}api/callbacks/twilio/voice#rc=5&rp=all";
            settings["StatusCallback"] = $"{PublicAddress}api/callbacks/twilio/voice/status#rc=5&rp=all";
        }

        return fake;
    }

    /// <summary>The settings of an inbox that uses this account.</summary>
    public Dictionary<string, string?> Settings(Uri? publicAddress = null) => new()
    {
        ["Telephony:Provider"] = "twilio",
        ["PublicAddress"] = (publicAddress ?? PublicAddress).AbsoluteUri,
        ["Twilio:AccountSid"] = AccountSid,
        ["Twilio:ApiKeySid"] = ApiKeySid,
        ["Twilio:ApiKeySecret"] = ApiKeySecret,
        ["Twilio:AuthToken"] = AuthToken,
        ["Twilio:ApiAddress"] = Address.AbsoluteUri,
    };

    public FakeTwilioNumber AddNumber(string number, bool takesTexts = true)
    {
        var added = new FakeTwilioNumber { Sid = NewSid("PN"), Number = number, TakesTexts = takesTexts };
        lock (_turn)
        {
            _numbers.Add(added);
        }

        return added;
    }

    /// <summary>A customer texts a number of the account.</summary>
    /// <returns>The message, and the last response to its webhook.</returns>
    public async Task<(FakeTwilioMessage Message, HttpResponseMessage? Answer)> TextAsync(
        string body, string from = RunningInbox.Customer, string to = RunningInbox.Dispatch,
        IReadOnlyDictionary<string, string>? moreFields = null, params IReadOnlyList<FakePicture> pictures)
    {
        var sid = NewSid(pictures is [] ? "SM" : "MM");
        var message = new FakeTwilioMessage
        {
            Sid = sid,
            From = from,
            To = to,
            Body = body,
            Direction = "inbound",
            CreatedAt = _time.GetUtcNow(),
            Status = "received",
            MoreFields = moreFields ?? Media.Add(sid, pictures),
        };
        lock (_turn)
        {
            _messages.Add(message);
        }

        // Twilio recognizes these words only if the text contains nothing else.
        if (body.Trim().ToUpperInvariant() is ("STOP" or "START") and var word)
        {
            _blocked[(to, from)] = word is "STOP";
        }

        return (message, await BringAsync(message));
    }

    /// <summary>A customer calls a number of the account.</summary>
    public FakeLeg Call(string from = RunningInbox.Customer, string to = RunningInbox.Dispatch) =>
        Calls.Ring(from, _numbers.Single(number => number.Number == to));

    /// <summary>A customer calls a number of the account, and the inbox receives no webhook.</summary>
    public FakeLeg MissCall(DateTimeOffset at, string from = RunningInbox.Customer, string to = RunningInbox.Dispatch)
    {
        var leg = Calls.Miss(from, _numbers.Single(number => number.Number == to));
        leg.StartedAt = at;
        return leg;
    }

    /// <summary>Sends the webhook of a customer's text again.</summary>
    public Task<HttpResponseMessage?> BringAsync(FakeTwilioMessage message)
    {
        var number = _numbers.Single(number => message.To.EndsWith(number.Number, StringComparison.Ordinal));
        return Webhooks.SendAsync(number.Settings["SmsUrl"], number.Settings["SmsFallbackUrl"], Fields(message));
    }

    /// <summary>The fields of the webhook of a customer's text.</summary>
    public static Dictionary<string, string> Fields(FakeTwilioMessage message)
    {
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = message.Sid,
            ["SmsSid"] = message.Sid,
            ["SmsMessageSid"] = message.Sid,
            ["AccountSid"] = AccountSid,
            ["From"] = message.From,
            ["To"] = message.To,
            ["Body"] = message.Body,
            ["NumMedia"] = "0",
            ["NumSegments"] = "1",
        };
        foreach (var (name, value) in message.MoreFields)
        {
            fields[name] = value;
        }

        return fields;
    }

    /// <summary>Changes the status of a message from the inbox, and reports it.</summary>
    public Task<HttpResponseMessage?> ReportAsync(FakeTwilioMessage message, string status, int? errorCode = null)
    {
        (message.Status, message.ErrorCode) = (status, errorCode);
        return TellAsync(message, status, errorCode);
    }

    /// <summary>Reports a status of a message, which may be outdated.</summary>
    public Task<HttpResponseMessage?> TellAsync(FakeTwilioMessage message, string status, int? errorCode = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = message.Sid,
            ["SmsSid"] = message.Sid,
            ["AccountSid"] = AccountSid,
            ["From"] = message.From,
            ["To"] = message.To,
            ["MessageStatus"] = status,
            ["SmsStatus"] = status,
            ["ApiVersion"] = "2010-04-01",
        };
        if (errorCode is { } code)
        {
            fields["ErrorCode"] = code.ToString(CultureInfo.InvariantCulture);
        }

        return Webhooks.SendAsync(message.StatusCallback!, null, fields);
    }

    /// <summary>Waits for a message of the inbox with this text, and fails if there are several.</summary>
    public async Task<FakeTwilioMessage> SentAsync(string body) => (await RunningInbox.EventuallyAsync(
        () => Task.FromResult(Messages.SingleOrDefault(message => !message.IsInbound && message.Body == body)),
        found => found is not null))!;

    /// <summary>Asserts that all requests to the API were valid.</summary>
    public void AssertNoFaults()
    {
        var faults = string.Join('\n', _faults.Concat(Calls.Faults).Concat(Media.Faults));
        Assert.True(faults is "", faults);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Webhooks.Dispose();
        AssertNoFaults();
    }

    internal static string NewSid(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(FakeTwilioMedia.Elsewhere))
        {
            await Media.AnswerElsewhereAsync(context);
            return;
        }

        var prefix = $"/2010-04-01/Accounts/{AccountSid}/";
        var authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ApiKeySid}:{ApiKeySecret}"))}";
        if (request.Headers.Authorization != authorization || IsLocked)
        {
            await RefuseAsync(context, 401, 20003, "Authenticate");
            return;
        }

        var path = request.Path.Value!;
        path = path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
        Requests.AddOrUpdate($"{request.Method} {path}", 1, (_, count) => count + 1);
        var form = request.HasFormContentType ? await request.ReadFormAsync() : null;
        if (TwilioContract.Fault(request, path, form) is { } fault)
        {
            _faults.Enqueue(fault);
            await RefuseAsync(context, 400, 20001, fault);
            return;
        }

        await ((request.Method, path) switch
        {
            ("POST", "Messages.json") => SendAsync(context, form!),
            _ when path.Contains("/Media", StringComparison.Ordinal) => Media.AnswerAsync(context, path),
            _ when path.Split('/', '.')[0] is "Calls" or "Conferences" or "Recordings" => Calls.AnswerAsync(context, path, form),
            ("GET", "Messages.json") => ListAsync(context),
            ("GET", "IncomingPhoneNumbers.json") => ListNumbersAsync(context),
            ("GET", "/v1/Services") => WriteAsync(
                context, 200, new
                {
                    services = _numbers.Select(number => number.Service).OfType<(string Sid, bool Defers)>().Distinct().Select(service =>
                        new { sid = service.Sid, friendly_name = "Campaign", use_inbound_webhook_on_number = service.Defers }),
                    meta = new { next_page_url = (string?)null },
                }),
            ("GET", ['/', ..]) => WriteAsync(
                context, 200, new
                {
                    phone_numbers = _numbers.Where(number => number.Service is { } service && path.Contains(service.Sid))
                        .Select(number => new { sid = number.Sid, phone_number = number.Number }),
                    meta = new { next_page_url = (string?)null },
                }),
            ("POST", _) => ChangeNumberAsync(context, path, form!),
            _ => FindAsync(context, path),
        });
    }

    private async Task SendAsync(HttpContext context, IFormCollection form)
    {
        if ((Sends.TryDequeue(out var instead) ? instead : Sending) is { } answer)
        {
            await answer(context, () => Take(form));
            return;
        }

        string from = form["From"]!, to = form["To"]!, body = form["Body"].ToString();
        var refusal = _numbers.All(number => number.Number != from) ? (21606, "The 'From' number is not one of this account's.")
            : body is "" && form["MediaUrl"].Count is 0 ? (21602, "There is nothing to send.")
            : form["MediaUrl"].Count > 10 ? (21623, "There are more than ten media files.")
            : body.Length > 1600 ? (21617, "The body is longer than 1600 characters.")
            : _blocked.GetValueOrDefault((from, to)) ? (21610, "The recipient has unsubscribed.")
            : form["StatusCallback"].ToString() is { Length: > 0 } callback && !IsPublic(new Uri(callback))
                ? (21609, "The status callback is not a public address.")
            : ((int Code, string Message)?)null;
        if (refusal is { } refused)
        {
            await RefuseAsync(context, 400, refused.Code, refused.Message);
            return;
        }

        await WriteAsync(context, 201, Json(Take(form)));
    }

    /// <summary>Accepts a message, and advances its status automatically.</summary>
    private FakeTwilioMessage Take(IFormCollection form)
    {
        var message = new FakeTwilioMessage
        {
            Sid = NewSid("SM"),
            From = form["From"]!,
            To = form["To"]!,
            Body = form["Body"].ToString(),
            Direction = "outbound-api",
            CreatedAt = _time.GetUtcNow(),
            MoreFields = new Dictionary<string, string> { ["NumMedia"] = form["MediaUrl"].Count.ToString(CultureInfo.InvariantCulture) },
            Pictures = Task.WhenAll(form["MediaUrl"].Select(address => FetchAsync(address!))),
            StatusCallback = form["StatusCallback"],
        };
        lock (_turn)
        {
            _messages.Add(message);
        }

        var statuses = Statuses;
        _ = Task.Run(async () =>
        {
            if (!(await message.Pictures).All(picture => picture.CanBeSent))
            {
                await ReportAsync(message, "failed", 11200);
                return;
            }

            foreach (var status in statuses)
            {
                await ReportAsync(message, status, status is "undelivered" ? 30003 : null);
            }
        });
        return message;
    }

    /// <summary>Gets a picture of a message at its address, as Twilio does: without credentials.</summary>
    private async Task<FakePicture> FetchAsync(string address)
    {
        using var answer = await Webhooks.FetchAsync(address);
        return answer is null ? new("no answer", []) : new(
            answer.IsSuccessStatusCode ? answer.Content.Headers.ContentType?.ToString() ?? "" : $"{answer.StatusCode}",
            await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var found = Messages.Reverse().Where(message =>
            (query["To"].Count is 0 || message.To == query["To"]) && (query["From"].Count is 0 || message.From == query["From"])
            && (query["DateSent>"].Count is 0
                || string.CompareOrdinal($"{message.CreatedAt.UtcDateTime:yyyy-MM-dd}", query["DateSent>"].ToString()[..10]) >= 0))
            .ToList();
        var (page, size) = (Whole(query["Page"], 0), Math.Min(Whole(query["PageSize"], 50), LongestPage));
        await WriteAsync(context, 200, new
        {
            messages = found.Skip(page * size).Take(size).Select(Json),
            page,
            page_size = size,
            next_page_uri = found.Count > (page + 1) * size
                ? $"{context.Request.Path}{QueryString.Create(query.Where(one => one.Key is not ("Page" or "PageToken"))
                    .Append(new("Page", (page + 1).ToString(CultureInfo.InvariantCulture))).Append(new("PageToken", "PT1")))}" : null,
        });
    }

    private Task FindAsync(HttpContext context, string path) =>
        Messages.SingleOrDefault(message => path == $"Messages/{message.Sid}.json") is { } found
            ? WriteAsync(context, 200, Json(found)) : RefuseAsync(context, 404, 20404, "The requested resource was not found");

    private Task ListNumbersAsync(HttpContext context) =>
        WriteAsync(context, 200, new { incoming_phone_numbers = _numbers.Select(Json), next_page_uri = (string?)null });

    private Task ChangeNumberAsync(HttpContext context, string path, IFormCollection form)
    {
        var number = _numbers.Single(number => path == $"IncomingPhoneNumbers/{number.Sid}.json");
        foreach (var (name, value) in form)
        {
            number.Settings[name] = value.ToString();
        }

        return WriteAsync(context, 200, Json(number));
    }

    private static object Json(FakeTwilioMessage message) => new
    {
        sid = message.Sid,
        account_sid = AccountSid,
        api_version = "2010-04-01",
        from = message.From,
        to = message.To,
        body = message.Body,
        direction = message.Direction,
        status = message.Status,
        error_code = message.ErrorCode,
        error_message = (string?)null,
        num_media = message.MoreFields.GetValueOrDefault("NumMedia", "0"),
        num_segments = "1",
        messaging_service_sid = (string?)null,
        date_created = Time(message.CreatedAt),
        date_sent = Time(message.CreatedAt),
        date_updated = Time(message.CreatedAt),
        price = (string?)null,
        price_unit = "USD",
        uri = $"/2010-04-01/Accounts/{AccountSid}/Messages/{message.Sid}.json",
    };

    private static object Json(FakeTwilioNumber number) => new
    {
        sid = number.Sid,
        account_sid = AccountSid,
        phone_number = number.Number,
        friendly_name = number.Number,
        capabilities = new { voice = true, sms = number.TakesTexts, mms = number.TakesTexts, fax = false },
        sms_url = number.Settings.GetValueOrDefault("SmsUrl"),
        sms_fallback_url = number.Settings.GetValueOrDefault("SmsFallbackUrl"),
        sms_method = number.Settings.GetValueOrDefault("SmsMethod", "POST"),
        sms_fallback_method = number.Settings.GetValueOrDefault("SmsFallbackMethod", "POST"),
        sms_application_sid = number.Settings.GetValueOrDefault("SmsApplicationSid", ""),
        voice_url = number.Settings.GetValueOrDefault("VoiceUrl", ""),
        voice_method = number.Settings.GetValueOrDefault("VoiceMethod", "POST"),
        voice_fallback_url = number.Settings.GetValueOrDefault("VoiceFallbackUrl", ""),
        voice_fallback_method = number.Settings.GetValueOrDefault("VoiceFallbackMethod", "POST"),
        voice_application_sid = number.Settings.GetValueOrDefault("VoiceApplicationSid", ""),
        trunk_sid = number.Settings.GetValueOrDefault("TrunkSid"),
        status_callback = number.Settings.GetValueOrDefault("StatusCallback", ""),
        status_callback_method = number.Settings.GetValueOrDefault("StatusCallbackMethod", "POST"),
        date_created = "Mon, 05 Jan 2026 09:30:00 +0000",
        date_updated = "Mon, 05 Jan 2026 09:30:00 +0000",
        status = "in-use",
    };

    public static Task RefuseAsync(HttpContext context, int status, int code, string message) =>
        WriteAsync(context, status, new { code, message, more_info = $"https://www.twilio.com/docs/errors/{code}", status });

    public static Task WriteAsync(HttpContext context, int status, object json)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(json);
    }

    private static bool IsPublic(Uri address) => !address.IsLoopback && !address.Host.Contains('_');

    private static int Whole(string? text, int usual) => text is null ? usual : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
