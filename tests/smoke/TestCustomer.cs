using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using static ZuperConnect.Smoke.Answers;

namespace ZuperConnect.Smoke;

/// <summary>A customer that the test makes and erases, and the conversation with it.</summary>
/// <param name="inbox">The inbox.</param>
/// <param name="number">The number of the business, in E.164.</param>
/// <param name="phone">The customer's number, in E.164.</param>
internal sealed class TestCustomer(InboxClient inbox, string number, string phone)
{
    // The North American Numbering Plan reserves 555-01xx in every area code for fiction.
    private static readonly string[] AreaCodes = ["202", "206", "303", "312", "404", "415", "512", "617", "702", "808"];

    /// <summary>The number of the business.</summary>
    public string Number => number;

    /// <summary>The customer's number.</summary>
    public string Phone => phone;

    /// <summary>The address of the conversation.</summary>
    public string Conversation => $"api/conversations/{ConversationId}";

    private string ConversationId => $"{number[1..]}-{phone[1..]}";

    /// <summary>Chooses the numbers. Everything with the customer's is erased at the end, so it must be unused.</summary>
    /// <param name="inbox">The inbox.</param>
    /// <param name="number">The number of the business; null for the first one.</param>
    /// <param name="phone">The customer's number; null for one that is nobody's.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    public static async Task<TestCustomer> ChooseAsync(
        InboxClient inbox, string? number, string? phone, CancellationToken cancellation)
    {
        var numbers = Items(await inbox.GetAsync("api/numbers", cancellation)).Select(one => Text(one, "number")).ToList();
        number ??= numbers.FirstOrDefault(one => one?.StartsWith('+') is true)
            ?? throw new StepFailedException("The business has no number yet. Buy one, or name it with --number.");
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            var customer = phone ?? Fictional();
            if (await IsNewAsync(inbox, customer, numbers, cancellation))
            {
                return new(inbox, number, customer);
            }

            Must(phone is null, "The customer of --customer is known already, and would be erased. Give another number.");
        }

        throw new StepFailedException("Twenty numbers that are nobody's are known already. Give one that is not with --customer.");
    }

    /// <summary>Whether this is the conversation.</summary>
    public bool Is(JsonNode? conversation) => Text(conversation, "id") == ConversationId;

    /// <summary>Whether a list has the conversation.</summary>
    public bool IsIn(JsonNode list) => Items(list).Any(Is);

    /// <summary>Whether the conversation is in the list with a filter.</summary>
    public async Task<bool> IsListedAsync(string filter, CancellationToken cancellation) =>
        IsIn(await inbox.GetAsync($"api/conversations?filter={filter}&limit=100", cancellation));

    /// <summary>Waits until the conversation is as expected.</summary>
    public async Task<JsonNode> ConversationAsync(Predicate<JsonNode> isSo, string what, CancellationToken cancellation) =>
        (await inbox.WaitAsync(() => inbox.FindAsync(Conversation, cancellation), one => one is not null
            && isSo(one), what, cancellation))!;

    /// <summary>The timeline, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> TimelineAsync(CancellationToken cancellation) =>
        Items(await inbox.GetAsync($"{Conversation}/timeline?limit=100", cancellation));

    /// <summary>Waits for an item of the timeline.</summary>
    public async Task<JsonNode> ItemAsync(Predicate<JsonNode> isIt, string what, CancellationToken cancellation) =>
        (await inbox.WaitAsync(
            async () => (await TimelineAsync(cancellation)).FirstOrDefault(item => isIt(item)),
            item => item is not null, what, cancellation))!;

    /// <summary>Erases the customer with everything that passed. Who is not saved is saved first.</summary>
    /// <param name="customerId">The id of the saved customer; null if it is unknown.</param>
    /// <param name="name">A name for a customer who is not saved.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    public async Task EraseAsync(string? customerId, string name, CancellationToken cancellation)
    {
        customerId ??= await FindIdAsync(cancellation)
            ?? Text(await inbox.DoAsync(HttpMethod.Post, "api/customers", new { name, numbers = (string[])[phone] }, cancellation), "id");
        await inbox.DoAsync(HttpMethod.Delete, $"api/customers/{customerId}", null, cancellation);
        await inbox.WaitAsync(() => inbox.FindAsync($"api/customers/{customerId}", cancellation), one =>
            one is null, "the customer's end", cancellation);
        await inbox.WaitAsync(
            () => inbox.FindAsync(Conversation, cancellation), one => one is null, "the conversation's end", cancellation);
        Must(!IsIn(await inbox.GetAsync($"api/conversations?search={phone[1..]}", cancellation)), "It is still found.");
    }

    /// <summary>The id of the saved customer, also if the response to saving was lost; null if it is not saved.</summary>
    private async Task<string?> FindIdAsync(CancellationToken cancellation) =>
        Items(await inbox.GetAsync($"api/customers?search={phone[1..]}", cancellation)) is [var customer, ..]
            ? Text(customer, "id") : null;

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

    private static string Fictional() => string.Create(
        CultureInfo.InvariantCulture,
        $"+1{AreaCodes[RandomNumberGenerator.GetInt32(AreaCodes.Length)]}55501{RandomNumberGenerator.GetInt32(100):00}");
}
