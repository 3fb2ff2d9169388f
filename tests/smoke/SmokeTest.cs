using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

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

    // The North American Numbering Plan reserves 555-01xx in every area code for fiction.
    private static readonly string[] AreaCodes = ["202", "206", "303", "312", "404", "415", "512", "617", "702", "808"];

    private readonly Steps _steps = new(output);
    private string _number = "";
    private string _customer = "";
    private string? _customerId;
    private bool _began;

    private string Conversation => $"api/conversations/{_number[1..]}-{_customer[1..]}";

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
        await _steps.TakeAsync("a number of the business, and a customer's that is new", () => ChooseNumbersAsync(inbox, cancellation));
    }

    /// <summary>Chooses the numbers. Everything with the customer number is erased at the end, so it must be unused.</summary>
    private async Task ChooseNumbersAsync(InboxClient inbox, CancellationToken cancellation)
    {
        var numbers = Items(await inbox.GetAsync("api/numbers", cancellation)).Select(number => Text(number, "number")).ToList();
        _number = options.Number ?? numbers.FirstOrDefault(number => number?.StartsWith('+') is true)
            ?? throw new StepFailedException("The business has no number yet. Buy one, or name it with --number.");
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            var customer = options.Customer ?? Fictional();
            if (await IsNewAsync(inbox, customer, numbers, cancellation))
            {
                _customer = customer;
                return;
            }

            Must(options.Customer is null, "The customer of --customer is known already, and would be erased. Give another number.");
        }

        throw new StepFailedException("Twenty numbers that are nobody's are known already. Give one that is not with --customer.");
    }

    private static async Task<bool> IsNewAsync(
        InboxClient inbox, string customer, IReadOnlyList<string?> numbers, CancellationToken cancellation)
    {
        foreach (var number in numbers.OfType<string>())
        {
            if (await inbox.FindAsync($"api/conversations/{number.TrimStart('+')}-{customer[1..]}", cancellation) is not null)
            {
                return false;
            }
        }

        return Items(await inbox.GetAsync($"api/customers?search={customer[1..]}", cancellation)).Count is 0;
    }

    private async Task ConverseAsync(InboxClient inbox, CancellationToken cancellation)
    {
        await TakeInConversationAsync("a customer's text begins a conversation", async () =>
        {
            var text = SmsReceived("Is my boiler ready?");
            _began = true;
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            var conversation = await ConversationAsync(inbox, one => Int(one, "unreadCount") > 0, "the conversation", cancellation);
            Is("open", Text(conversation, "status"), "status");
            Is("true", At(conversation, "unresponded")?.ToJsonString(), "unresponded");
            Must(Items(await inbox.GetAsync("api/conversations?filter=unread&limit=100", cancellation))
                .Any(IsOurs), "It is not in the list of unread conversations.");
        });
        await TakeInConversationAsync("the same event twice is one text", async () =>
        {
            var text = SmsReceived("Are you there?");
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            await inbox.PostEventAsync("SmsReceived", text, cancellation);
            Is(2, Int(await ConversationAsync(inbox, one => Int(one, "unreadCount") >= 2, "the second text", cancellation), "unreadCount"),
                "unreadCount");
            Is(2, Items(await inbox.GetAsync($"{Conversation}/timeline", cancellation))
                .Count(item => Text(item, "type") is "message"), "the number of texts in the timeline");
        });
        await TakeInConversationAsync("a comment", async () =>
        {
            await inbox.DoAsync(HttpMethod.Post, $"{Conversation}/comments", new { text = "Only the team sees this." }, cancellation);
            await TimelineAsync(inbox, item => Text(item, "text") is "Only the team sees this.", "the comment", cancellation);
        });
        await AnswerAsync(inbox, cancellation);
        await TakeInConversationAsync("closed", async () =>
        {
            await inbox.DoAsync(HttpMethod.Patch, Conversation, new { status = "closed" }, cancellation);
            Is(0, Int(await ConversationAsync(inbox, one => Text(one, "status") is "closed", "the closed conversation", cancellation),
                "unreadCount"), "unreadCount");
        });
        await TakeInConversationAsync("the customer's next text opens it again", async () =>
        {
            await inbox.PostEventAsync("SmsReceived", SmsReceived("One more thing."), cancellation);
            await ConversationAsync(
                inbox, one => Text(one, "status") is "open" && Int(one, "unreadCount") is 1, "the open conversation", cancellation);
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
                HttpMethod.Post, $"{Conversation}/messages", new { text = "This is a smoke test.", messageId }, cancellation);
            var item = await TimelineAsync(
                inbox, one => Text(one, "id") == messageId
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
                ? await inbox.DoAsync(HttpMethod.Post, $"{Conversation}/customer", new { name = Name }, cancellation)
                : await inbox.DoAsync(HttpMethod.Post, "api/customers", new { name = Name, numbers = (string[])[_customer] }, cancellation);
            _customerId = Text(customer, "id") ?? throw new StepFailedException("The customer has no id.");
        });

        // The name is in the conversation shortly after it is saved. A job needs it.
        await TakeInConversationAsync("the conversation shows the customer's name", () =>
            ConversationAsync(inbox, one => Text(At(one, "customer"), "name") is Name, "the name", cancellation));
        await TakeInConversationAsync("found by the number's last digits", () => inbox.WaitAsync(
            () => inbox.GetAsync($"api/conversations?search={_customer[^7..]}&limit=100", cancellation), page =>
                Items(page).Any(IsOurs), "the hit", cancellation));
        await TakeInConversationAsync("a job", async () =>
        {
            await inbox.DoAsync(HttpMethod.Post, $"{Conversation}/jobs", new { title = "Smoke test, not a job" }, cancellation);
            await TimelineAsync(inbox, item => Text(item, "type") is "job", "the job", cancellation);
            await inbox.WaitAsync(
                () => inbox.GetAsync($"api/jobs?customer={_customerId}", cancellation), page =>
                    Items(page).Any(), "the job in the customer's list", cancellation);
        });
        await _steps.TakeAsync("renamed", () => inbox.DoAsync(
            HttpMethod.Put, $"api/customers/{_customerId}", new { name = OtherName, numbers = (string[])[_customer] }, cancellation));
        await TakeInConversationAsync("the conversation shows the new name", () =>
            ConversationAsync(inbox, one => Text(At(one, "customer"), "name") is OtherName, "the new name", cancellation));
        await _steps.TakeAsync("the file of all customers has it", async () =>
            Must((await inbox.GetTextAsync("api/customers/export", cancellation))
                .Contains(_customer, StringComparison.Ordinal), "The number is not in it."));
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
            _customerId ??= await FindCustomerAsync(inbox, cancellation)
                ?? Text(await inbox.DoAsync(
                    HttpMethod.Post, "api/customers", new { name = Name, numbers = (string[])[_customer] }, cancellation), "id");
            await inbox.DoAsync(HttpMethod.Delete, $"api/customers/{_customerId}", null, cancellation);
            await inbox.WaitAsync(() => inbox.FindAsync($"api/customers/{_customerId}", cancellation), one =>
                one is null, "the customer's end", cancellation);
            await inbox.WaitAsync(
                () => inbox.FindAsync(Conversation, cancellation), one => one is null, "the conversation's end", cancellation);
            Must(!Items(await inbox.GetAsync($"api/conversations?search={_customer[1..]}", cancellation))
                .Any(IsOurs), "It is still found.");
        });
    }

    /// <summary>The customer, if the response to saving was lost.</summary>
    private async Task<string?> FindCustomerAsync(InboxClient inbox, CancellationToken cancellation) =>
        Items(await inbox.GetAsync($"api/customers?search={_customer[1..]}", cancellation)) is [var customer, ..]
            ? Text(customer, "id") : null;

    private async Task<JsonNode> ConversationAsync(
        InboxClient inbox, Predicate<JsonNode> isSo, string what, CancellationToken cancellation) =>
        (await inbox.WaitAsync(() => inbox.FindAsync(Conversation, cancellation), one => one is not null
            && isSo(one), what, cancellation))!;

    private async Task<JsonNode> TimelineAsync(InboxClient inbox, Predicate<JsonNode> isIt, string what, CancellationToken cancellation) =>
        (await inbox.WaitAsync(
            async () => Items(await inbox.GetAsync($"{Conversation}/timeline?limit=100", cancellation)).FirstOrDefault(item => isIt(item)),
            item => item is not null, what, cancellation))!;

    /// <summary>A text as Event Grid sends it.</summary>
    private object SmsReceived(string message)
    {
        var (id, at) = ($"Incoming_{Guid.NewGuid():N}", DateTimeOffset.UtcNow);
        return new[]
        {
            new
            {
                id,
                topic = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/smoke/providers/Microsoft.Communication/CommunicationServices/smoke",
                subject = $"/phonenumber/{_number[1..]}",
                data = new { messageId = id, from = _customer[1..], to = _number[1..], message, receivedTimestamp = at, segmentCount = 1 },
                eventType = "Microsoft.Communication.SMSReceived",
                dataVersion = "1.0",
                metadataVersion = "1",
                eventTime = at,
            },
        };
    }

    private bool IsOurs(JsonNode conversation) => Text(conversation, "id") == $"{_number[1..]}-{_customer[1..]}";

    private static string Fictional() => string.Create(
        CultureInfo.InvariantCulture,
        $"+1{AreaCodes[RandomNumberGenerator.GetInt32(AreaCodes.Length)]}55501{RandomNumberGenerator.GetInt32(100):00}");

    private static IReadOnlyList<JsonNode> Items(JsonNode page) => At(page, "items") is JsonArray items
        ? [.. items.OfType<JsonNode>()] : throw new StepFailedException("The answer has no items.");

    private static JsonNode? At(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static string? Text(JsonNode? node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<string>(out var text) ? text : null;

    private static int? Int(JsonNode node, string name) => At(node, name) is JsonValue value
        && value.TryGetValue<int>(out var number) ? number : null;

    private static void Is<T>(T expected, T actual, string what) =>
        Must(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is {actual?.ToString() ?? "missing"}, not {expected}.");

    private static void Must(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new StepFailedException(otherwise);
        }
    }
}
