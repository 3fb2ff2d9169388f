using System.Text.Json.Nodes;
using static ZuperConnect.Smoke.Answers;

namespace ZuperConnect.Smoke;

/// <summary>
/// Plays a day in the life of a business against a local host whose clock can run fast: a call after hours, the automatic text, the
/// morning, a customer who waits for too long, and a message that is sent later. At the end everything that was made is erased, and the
/// number has its settings again.
/// </summary>
public sealed class DayTest(SmokeOptions options, TextWriter output)
{
    private const string TimeZone = "America/Los_Angeles";
    private const string Closed = "We are closed, and call you back in the morning.";
    private const string Morning = "Good morning. How can we help?";
    private const string Late = "Sorry for the wait. We come at eleven.";
    private const string Later = "Your part has arrived.";
    private const string Overdue = "conversation.overdue";
    private const int EscalateAfter = 30;

    private static readonly string[] EveryDay = [.. Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant())];

    private static readonly string[] Settings =
        ["hours", "voicemailWhenClosed", "takesVoicemail", "automaticTexts", "escalateAfterMinutes", "assignsResponder"];

    private readonly Steps _steps = new(output);
    private readonly List<TestCustomer> _customers = [];
    private readonly string _webhook = $"api/webhooks/{Guid.NewGuid()}";
    private JsonObject? _settings;
    private bool _hasWebhook;
    private string? _userId;

    private TestCustomer Caller => _customers[0];

    private TestCustomer Writer => _customers[1];

    private string NumberRoute => $"api/numbers/{Uri.EscapeDataString(Caller.Number)}";

    /// <summary>Plays the day.</summary>
    /// <returns>The exit code; 0 if no step failed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var inbox = new InboxClient(options);
        using var listener = new WebhookListener();
        var clock = new HostClock(inbox);
        try
        {
            await PrepareAsync(inbox, clock, listener, cancellation);
            await EveningAsync(inbox, clock, cancellation);
            await MorningAsync(inbox, clock, cancellation);
            await ForenoonAsync(inbox, clock, listener, cancellation);
            await AfternoonAsync(inbox, clock, cancellation);
        }
        finally
        {
            // Also after a failure or cancellation.
            await CleanUpAsync(inbox, clock);
        }

        return await _steps.EndAsync();
    }

    private async Task PrepareAsync(InboxClient inbox, HostClock clock, WebhookListener listener, CancellationToken cancellation)
    {
        await _steps.TakeAsync("a clock that can run fast", () => clock.ReadAsync(cancellation));
        await _steps.TakeAsync("signed in, as an admin", async () =>
        {
            var me = await inbox.GetAsync("api/me", cancellation);
            Is("admin", Text(me, "role"), "role");
            _userId = Text(me, "userId");
        });
        await _steps.TakeAsync("a number of the business, and two customers that are new", async () =>
        {
            var caller = await TestCustomer.ChooseAsync(inbox, options.Number, options.Customer, cancellation);
            var writer = caller;
            while (writer.Phone == caller.Phone)
            {
                writer = await TestCustomer.ChooseAsync(inbox, caller.Number, null, cancellation);
            }

            _customers.AddRange([caller, writer]);
        });
        await _steps.TakeAsync("business hours, an automatic text, and half an hour to answer", async () =>
        {
            var before = Items(await inbox.GetAsync("api/numbers", cancellation)).Single(one => Text(one, "number") == Caller.Number);
            _settings = new(Settings.Select(name => KeyValuePair.Create(name, At(before, name)?.DeepClone())));
            await inbox.DoAsync(HttpMethod.Put, NumberRoute, Rules(EveryDay), cancellation);
        });
        await _steps.TakeAsync("a receiver of webhooks", async () =>
        {
            _hasWebhook = true;
            await inbox.DoAsync(HttpMethod.Put, _webhook, new { url = listener.Address, types = (string[])[Overdue] }, cancellation);
        });
    }

    private async Task EveningAsync(InboxClient inbox, HostClock clock, CancellationToken cancellation)
    {
        var callId = "";
        await _steps.TakeAsync("19:30: the business is closed", () => RunToNextAsync(clock, 19, 30, cancellation));
        await _steps.TakeAsync("a customer calls, no phone rings, and the voicemail takes the call", async () =>
        {
            callId = Text(
                await inbox.DoAsync(HttpMethod.Post, "local/phone/calls", new { from = Caller.Phone, to = Caller.Number }, cancellation),
                "callId")!;
            await inbox.WaitAsync(() => inbox.GetAsync("local/phone/calls", cancellation), calls =>
            {
                var ringing = At(Items(calls).FirstOrDefault(call => Text(call, "callId") == callId), "ringing") as JsonArray;
                Must(ringing is null or [], "A phone of the team rings.");
                return ringing is not null;
            }, "the call", cancellation);
            await inbox.WaitAsync(
                () => inbox.GetAsync($"local/phone/customers?number={Uri.EscapeDataString(Caller.Phone)}", cancellation),
                phones => At(Items(phones)[0], "calls") is JsonArray calls && calls.Any(call => Text(call, "state") is "speaks"),
                "the tone", cancellation);
        });
        await _steps.TakeAsync("hangs up without a word: a missed call", async () =>
        {
            await inbox.TellAsync(HttpMethod.Post, $"local/phone/calls/{callId}/hang-up", new { }, cancellation);
            var call = await Caller.ItemAsync(
                item => Text(item, "id") == callId && Text(item, "status") is "missed", "the missed call", cancellation);
            Must(!Flag(call, "voicemail"), "It has a voicemail.");
        });
        await _steps.TakeAsync("the automatic text arrives, and is marked as one", async () =>
        {
            var text = await DeliveredAsync(Caller, Closed, cancellation);
            Must(Flag(text, "automatic"), "It is not marked as automatic.");
            await ArrivedOnceAsync(inbox, Caller, Closed, cancellation);
        });
        await _steps.TakeAsync("the conversation is unread, unresponded and nobody's all the same", async () =>
        {
            var conversation = await inbox.GetAsync(Caller.Conversation, cancellation);
            Is(1, Int(conversation, "unreadCount"), "unreadCount");
            Must(Flag(conversation, "unresponded"), "It is not unresponded.");
            Must(At(conversation, "assignee") is null, "It has an assignee.");
        });
    }

    private async Task MorningAsync(InboxClient inbox, HostClock clock, CancellationToken cancellation)
    {
        await _steps.TakeAsync("08:05: the business is open", () => RunToNextAsync(clock, 8, 5, cancellation));
        await _steps.TakeAsync("the night did not count, and nothing was sent in it", async () =>
        {
            Must(!Flag(await inbox.GetAsync(Caller.Conversation, cancellation), "overdue"), "The conversation is overdue.");
            await ArrivedOnceAsync(inbox, Caller, Closed, cancellation);
        });
        await _steps.TakeAsync("an answer takes the conversation", async () =>
        {
            await AnswerAsync(inbox, Caller, Morning, cancellation);
            var conversation = await Caller.ConversationAsync(one => !Flag(one, "unresponded"), "the answer", cancellation);
            Is(_userId, Text(At(conversation, "assignee"), "userId"), "the assignee");
            Is(0, Int(conversation, "unreadCount"), "unreadCount");
            Must(await Caller.IsListedAsync("mine", cancellation), "It is not in the list of mine.");
        });
    }

    private async Task ForenoonAsync(InboxClient inbox, HostClock clock, WebhookListener listener, CancellationToken cancellation)
    {
        await _steps.TakeAsync("another customer writes, and there is no automatic text while it is open", async () =>
        {
            await inbox.DoAsync(
                HttpMethod.Post, "local/phone/sms", new { from = Writer.Phone, to = Writer.Number, text = "It drips." }, cancellation);
            await Writer.ConversationAsync(one => Flag(one, "unresponded"), "the conversation", cancellation);
        });
        await _steps.TakeAsync("29 minutes later it is not overdue yet", async () =>
        {
            var since = Time(await inbox.GetAsync(Writer.Conversation, cancellation), "unrespondedSince");
            await clock.RunToAsync(since.AddMinutes(EscalateAfter - 1), cancellation);
            Must(!Flag(await inbox.GetAsync(Writer.Conversation, cancellation), "overdue"), "It is overdue.");
        });
        await _steps.TakeAsync("after half an hour it is overdue", async () =>
        {
            await clock.RunWhileAsync(
                () => Writer.ConversationAsync(one => Flag(one, "overdue"), "the overdue conversation", cancellation), cancellation);
            Must(await Writer.IsListedAsync("overdue", cancellation), "It is not in the list.");
            Is(1, (await Writer.TimelineAsync(cancellation)).Count(item => Text(item, "type") is "overdue"), "the lines in the timeline");
            Must(!Flag(await inbox.GetAsync(Caller.Conversation, cancellation), "overdue"), "The one that was answered is overdue, too.");
        });
        await _steps.TakeAsync("other programs are told", () => inbox.WaitAsync(
            () => Task.FromResult(listener.Received),
            received => received.Any(one => Text(one, "type") is Overdue && Writer.Is(At(At(one, "data"), "conversation"))),
            "the webhook", cancellation));
        await _steps.TakeAsync("a late answer ends it", async () =>
        {
            await AnswerAsync(inbox, Writer, Late, cancellation);
            var conversation = await Writer.ConversationAsync(one => !Flag(one, "unresponded"), "the answer", cancellation);
            Must(!Flag(conversation, "overdue"), "It is overdue.");
            Must(!await Writer.IsListedAsync("overdue", cancellation), "It is still in the list.");
        });
    }

    private async Task AfternoonAsync(InboxClient inbox, HostClock clock, CancellationToken cancellation)
    {
        var (messageId, sendAt) = (Guid.NewGuid().ToString(), default(DateTimeOffset));
        await _steps.TakeAsync("a message for 15:00 is scheduled", async () =>
        {
            sendAt = Next(await clock.ReadAsync(cancellation), 15, 0);
            await inbox.DoAsync(
                HttpMethod.Post, $"{Caller.Conversation}/messages", new { text = Later, messageId, sendAt }, cancellation);
            var item = await Caller.ItemAsync(one => Text(one, "id") == messageId, "the message", cancellation);
            Is("scheduled", Text(item, "delivery"), "delivery");
            Is(sendAt, Time(item, "at"), "at");
        });
        await _steps.TakeAsync("14:59: it is not sent yet", async () =>
        {
            await clock.RunToAsync(sendAt.AddMinutes(-1), cancellation);
            Is("scheduled", Text(await Caller.ItemAsync(one => Text(one, "id") == messageId, "the message", cancellation), "delivery"),
                "delivery");
            Is(0, await CountAsync(inbox, Caller, Later, cancellation), "the number of times that it arrived");
        });
        await _steps.TakeAsync("15:00: it is sent", async () =>
        {
            await clock.RunToAsync(sendAt, cancellation);
            await clock.RunWhileAsync(
                () => Caller.ItemAsync(
                    one => Text(one, "id") == messageId && Text(one, "delivery") is not "scheduled", "the sending", cancellation),
                cancellation);
            var item = await DeliveredAsync(Caller, Later, cancellation);
            Must(Time(item, "at") >= sendAt, $"It was sent at {Time(item, "at"):O}.");
            await ArrivedOnceAsync(inbox, Caller, Later, cancellation);
        });
        await _steps.TakeAsync("18:00: everything was sent once", async () =>
        {
            await RunToNextAsync(clock, 18, 0, cancellation);
            foreach (var text in (string[])[Closed, Morning, Later])
            {
                await ArrivedOnceAsync(inbox, Caller, text, cancellation);
            }

            await ArrivedOnceAsync(inbox, Writer, Late, cancellation);
            Is(1, Items(await PhoneAsync(inbox, Writer, cancellation)).Count, "the number of the other customer's texts");
        });
    }

    /// <summary>Puts everything back, as far as it was changed.</summary>
    private async Task CleanUpAsync(InboxClient inbox, HostClock clock)
    {
        var cancellation = CancellationToken.None;
        if (_settings is null)
        {
            await _steps.SkipAsync("put back, and erased", "nothing was made");
            return;
        }

        await _steps.TakeAnywayAsync("the clock runs in real time, and the number has its settings again", async () =>
        {
            await clock.SlowDownAsync(cancellation);
            await inbox.DoAsync(HttpMethod.Put, NumberRoute, _settings, cancellation);
            if (_hasWebhook)
            {
                await inbox.TellAsync(HttpMethod.Delete, _webhook, null, cancellation);
            }
        });
        await _steps.TakeAnywayAsync("erased, with all that passed", async () =>
        {
            foreach (var customer in _customers)
            {
                await customer.EraseAsync(null, "Smoke Test", cancellation);
            }
        });
    }

    private static object Rules(IEnumerable<string> days) => new
    {
        hours = new
        {
            timeZone = TimeZone,
            windows = new[] { new { days, opens = "08:00", closes = "18:00" } },
            holidays = Array.Empty<string>(),
        },
        voicemailWhenClosed = true,
        takesVoicemail = true,
        automaticTexts = new { missedCall = new { whenOpen = (string?)null, whenClosed = Closed } },
        escalateAfterMinutes = EscalateAfter,
        assignsResponder = true,
    };

    private static async Task RunToNextAsync(HostClock clock, int hour, int minute, CancellationToken cancellation) =>
        await clock.RunToAsync(Next(await clock.ReadAsync(cancellation), hour, minute), cancellation);

    /// <summary>The next time at which the clocks of the business show a time of day.</summary>
    private static DateTimeOffset Next(DateTimeOffset now, int hour, int minute)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        return ((int[])[0, 1]).Select(days => today.AddDays(days).AddHours(hour).AddMinutes(minute))
            .Select(local => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()).First(then => then > now);
    }

    /// <summary>Answers, and waits until nothing of it is under way any more: hours are about to pass.</summary>
    private static async Task AnswerAsync(InboxClient inbox, TestCustomer customer, string text, CancellationToken cancellation)
    {
        await inbox.DoAsync(
            HttpMethod.Post, $"{customer.Conversation}/messages", new { text, messageId = Guid.NewGuid() }, cancellation);
        await DeliveredAsync(customer, text, cancellation);
    }

    private static async Task<JsonNode> DeliveredAsync(TestCustomer customer, string text, CancellationToken cancellation)
    {
        var item = await customer.ItemAsync(
            one => Text(one, "text") == text && Text(one, "delivery") is not ("scheduled" or "queued" or "sending" or "sent"),
            "the text", cancellation);
        Is("delivered", Text(item, "delivery"), "delivery");
        return item;
    }

    /// <summary>Waits until a text is at the customer's phone, and checks that it is there once.</summary>
    private static async Task ArrivedOnceAsync(InboxClient inbox, TestCustomer customer, string text, CancellationToken cancellation) =>
        Is(1, await inbox.WaitAsync(() => CountAsync(inbox, customer, text, cancellation), count => count > 0, "the text", cancellation),
            "the number of times that it arrived");

    private static async Task<int> CountAsync(InboxClient inbox, TestCustomer customer, string text, CancellationToken cancellation) =>
        Items(await PhoneAsync(inbox, customer, cancellation)).Count(one => Text(one, "text") == text);

    private static Task<JsonNode> PhoneAsync(InboxClient inbox, TestCustomer customer, CancellationToken cancellation) =>
        inbox.GetAsync($"local/phone/sms?number={Uri.EscapeDataString(customer.Phone)}", cancellation);
}
