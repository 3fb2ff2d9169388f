using System.Net;
using static ZuperConnect.Smoke.Answers;

namespace ZuperConnect.Smoke;

/// <summary>
/// Plays the main path against an inbox through its public interface: a customer texts, the team answers and closes, the customer is saved,
/// and at the end erased with everything that was created.
/// </summary>
public sealed class SmokeTest(SmokeOptions options, TextWriter output)
{
    private const string Name = "Smoke Test";
    private const string OtherName = "Smoke Test Renamed";
    private const string NoKey = "there is no --event-key";

    private readonly Steps _steps = new(output);
    private TestCustomer? _chosen;
    private string? _customerId;
    private bool _began;

    private TestCustomer Customer => _chosen ?? throw new StepFailedException("No customer is chosen.");

    /// <summary>Runs the test.</summary>
    /// <returns>The exit code; 0 if no step failed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var inbox = new InboxClient(options);
        try
        {
            await LookAroundAsync(inbox, cancellation);
            await ConverseAsync(inbox, cancellation);
            await SaveAsync(inbox, cancellation);
        }
        finally
        {
            // Also after a failure or cancellation.
            await EraseAsync(inbox);
        }

        return await _steps.EndAsync();
    }

    private async Task LookAroundAsync(InboxClient inbox, CancellationToken cancellation)
    {
        await _steps.TakeAsync(
            "health", async () =>
                Must(Text(await inbox.GetAsync("api/health", cancellation), "status")
                    is "healthy" or "degraded", "It is neither healthy nor degraded."));
        await _steps.TakeAsync("the document of the API", async () =>
            Must(At(At(await inbox.GetAsync("api/openapi.json", cancellation), "paths"), "/api/conversations")
                is not null, "It does not describe /api/conversations."));
        await _steps.TakeAsync("nobody is let in without a token", async () =>
            Is(HttpStatusCode.Unauthorized, await inbox.StatusAsync("api/conversations", null, cancellation), "the answer"));
        await _steps.TakeAsync("nobody is let in with a token of somebody else's", async () =>
            Is(HttpStatusCode.Unauthorized, await inbox.StatusAsync("api/conversations", "eyJhbGciOiJub25lIn0.e30.", cancellation),
                "the answer"));
        await _steps.TakeAsync(
            "signed in, as an admin", async () => Is("admin", Text(await inbox.GetAsync("api/me", cancellation), "role"), "role"));
        await _steps.TakeAsync("the list of conversations", async () =>
            _ = Items(await inbox.GetAsync("api/conversations?limit=1", cancellation)));
        await _steps.TakeAsync("a number of the business, and a customer's that is new", async () =>
            _chosen = await TestCustomer.ChooseAsync(inbox, options.Number, options.Customer, cancellation));
    }

    private async Task ConverseAsync(InboxClient inbox, CancellationToken cancellation)
    {
        await TakeInConversationAsync("a customer's text begins a conversation", async () =>
        {
            var text = SmsReceived("Is my boiler ready?");
            _began = true;
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            var conversation = await Customer.ConversationAsync(one => Int(one, "unreadCount") > 0, "the conversation", cancellation);
            Is("open", Text(conversation, "status"), "status");
            Is("true", At(conversation, "unresponded")?.ToJsonString(), "unresponded");
            Must(await Customer.IsListedAsync("unread", cancellation), "It is not in the list of unread conversations.");
        });
        await TakeInConversationAsync("the same event twice is one text", async () =>
        {
            var text = SmsReceived("Are you there?");
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            var conversation = await Customer.ConversationAsync(one => Int(one, "unreadCount") >= 2, "the second text", cancellation);
            Is(2, Int(conversation, "unreadCount"), "unreadCount");
            Is(2, Items(await inbox.GetAsync($"{Customer.Conversation}/timeline", cancellation))
                .Count(item => Text(item, "type") is "message"), "the number of texts in the timeline");
        });
        await TakeInConversationAsync("a comment", async () =>
        {
            await inbox.DoAsync(
                HttpMethod.Post, $"{Customer.Conversation}/comments", new { text = "Only the team sees this." }, cancellation);
            await Customer.ItemAsync(item => Text(item, "text") is "Only the team sees this.", "the comment", cancellation);
        });
        await AnswerAsync(inbox, cancellation);
        await TakeInConversationAsync("closed", async () =>
        {
            await inbox.DoAsync(HttpMethod.Patch, Customer.Conversation, new { status = "closed" }, cancellation);
            Is(0, Int(await Customer.ConversationAsync(one => Text(one, "status") is "closed", "the closed conversation", cancellation),
                "unreadCount"), "unreadCount");
        });
        await TakeInConversationAsync("the customer's next text opens it again", async () =>
        {
            await inbox.PostEventAsync("SmsReceived", SmsReceived("One more thing."), cancellation);
            await Customer.ConversationAsync(
                one => Text(one, "status") is "open" && Int(one, "unreadCount") is 1, "the open conversation", cancellation);
        });
    }

    private async Task AnswerAsync(InboxClient inbox, CancellationToken cancellation)
    {
        if (options.PostsEvents && !options.Send)
        {
            await _steps.SkipAsync("an answer", "there is no --send");
            return;
        }

        await TakeInConversationAsync("an answer", async () =>
        {
            var messageId = Guid.NewGuid().ToString();
            await inbox.DoAsync(
                HttpMethod.Post, $"{Customer.Conversation}/messages", new { text = "This is a smoke test.", messageId }, cancellation);
            var item = await Customer.ItemAsync(one => Text(one, "id") == messageId
                    && Text(one, "delivery") is not ("queued" or "sending"), "the answer", cancellation);
            Must(Text(item, "delivery") is "sent" or "delivered"
                or "unconfirmed", $"It is {Text(item, "delivery")}. {Text(item, "failureReason")}");
        });
    }

    private async Task SaveAsync(InboxClient inbox, CancellationToken cancellation)
    {
        await _steps.TakeAsync("the number is saved as a customer's", async () =>
        {
            var customer = _began
                ? await inbox.DoAsync(HttpMethod.Post, $"{Customer.Conversation}/customer", new { name = Name }, cancellation)
                : await inbox.DoAsync(
                    HttpMethod.Post, "api/customers", new { name = Name, numbers = (string[])[Customer.Phone] }, cancellation);
            _customerId = Text(customer, "id") ?? throw new StepFailedException("The customer has no id.");
        });

        // The name is in the conversation shortly after it is saved. A job needs it.
        await TakeInConversationAsync("the conversation shows the customer's name", () =>
            Customer.ConversationAsync(one => Text(At(one, "customer"), "name") is Name, "the name", cancellation));
        await TakeInConversationAsync("found by the number's last digits", () => inbox.WaitAsync(
            () => inbox.GetAsync($"api/conversations?search={Customer.Phone[^7..]}&limit=100", cancellation), page =>
                Customer.IsIn(page), "the hit", cancellation));
        await TakeInConversationAsync("a job", async () =>
        {
            await inbox.DoAsync(HttpMethod.Post, $"{Customer.Conversation}/jobs", new { title = "Smoke test, not a job" }, cancellation);
            await Customer.ItemAsync(item => Text(item, "type") is "job", "the job", cancellation);
            await inbox.WaitAsync(
                () => inbox.GetAsync($"api/jobs?customer={_customerId}", cancellation), page =>
                    Items(page).Any(), "the job in the customer's list", cancellation);
        });
        await _steps.TakeAsync("renamed", () => inbox.DoAsync(
            HttpMethod.Put, $"api/customers/{_customerId}", new { name = OtherName, numbers = (string[])[Customer.Phone] }, cancellation));
        await TakeInConversationAsync("the conversation shows the new name", () =>
            Customer.ConversationAsync(one => Text(At(one, "customer"), "name") is OtherName, "the new name", cancellation));
        await _steps.TakeAsync("the file of all customers has it", async () =>
            Must((await inbox.GetTextAsync("api/customers/export", cancellation))
                .Contains(Customer.Phone, StringComparison.Ordinal), "The number is not in it."));
    }

    private Task TakeInConversationAsync(string name, Func<Task> step) =>
        options.PostsEvents ? _steps.TakeAsync(name, step) : _steps.SkipAsync(name, NoKey);

    /// <summary>Erases everything that was created. An unsaved customer is saved first.</summary>
    private async Task EraseAsync(InboxClient inbox)
    {
        const string Step = "erased, with all that passed";
        var cancellation = CancellationToken.None;
        if (!_began && _customerId is null)
        {
            await _steps.SkipAsync(Step, "nothing was made");
            return;
        }

        await _steps.TakeAnywayAsync(Step, async () =>
        {
            await Customer.EraseAsync(_customerId, Name, cancellation);
        });
    }

    /// <summary>A text as Event Grid sends it.</summary>
    private object SmsReceived(string message)
    {
        var (id, at) = ($"Incoming_{Guid.NewGuid():N}", DateTimeOffset.UtcNow);
        var (from, to) = (Customer.Phone[1..], Customer.Number[1..]);
        return new[]
        {
            new
            {
                id,
                topic = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/smoke/providers/Microsoft.Communication/CommunicationServices/smoke",
                subject = $"/phonenumber/{to}",
                data = new { messageId = id, from, to, message, receivedTimestamp = at, segmentCount = 1 },
                eventType = "Microsoft.Communication.SMSReceived",
                dataVersion = "1.0",
                metadataVersion = "1",
                eventTime = at,
            },
        };
    }
}
