using Microsoft.AspNetCore.Http;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The customers whom the team saves.</summary>
public sealed class CustomersApi(
    ApiAuthorization authorization, CustomerStore customers, CustomerIndex index, NumberRegion region, CustomerSaving saving)
{
    private const int LongestSearch = 100;

    /// <summary><c>GET /api/customers</c>: a page of customers, by name, or of those found by words of the name and digits of the
    /// numbers.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var (limit, cursor) = (RequestReading.Limit(request), RequestReading.Query(request, "cursor"));
        if (RequestReading.Query(request, "search") is not { } search)
        {
            var after = cursor is null ? null
                : CustomerStore.ParseCursor(cursor) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
            return await PageAsync(await customers.ReadAsync(limit, after, cancellation), cancellation);
        }

        var asked = SearchWords.Asked(RequestReading.Text(search, LongestSearch, "search"));
        return await PageAsync(
            asked.IsEmpty
                ? new([], null)
                    : await index.FindAsync(asked, limit, RequestReading.SearchCursor(cursor, asked), cancellation), cancellation);
    });

    /// <summary><c>GET /api/customers/{id}</c>: one customer.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        await saving.AnswerAsync(request, await GetAsync(id, cancellation), StatusCodes.Status200OK, cancellation));

    /// <summary><c>POST /api/customers</c>: a new customer. The same <c>customerId</c> again is the same customer.</summary>
    public Task<IResult> AddAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<CustomerBody>(request, cancellation);
        var id = RequestReading.Uuid(body.CustomerId, "customerId");
        var details = await saving.ReadDetailsAsync(body.Name, body.Numbers, body.Email, body.Notes, cancellation);
        return await saving.AddAsync(request, id, details, user, work, cancellation);
    });

    /// <summary>
    /// <c>PUT /api/customers/{id}</c>: a customer's details, of which those that are left out stay as they are; null takes email and notes
    /// away.
    /// </summary>
    public Task<IResult> ChangeAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<CustomerChangeBody>(request, cancellation);
        var stored = await GetAsync(id, cancellation);
        RequestReading.CheckIfMatch(request, stored.ETag);
        var before = stored.Customer;
        var details = await saving.ReadDetailsAsync(
            body.Name.Or(before.Name), body.Numbers.Or([.. before.Numbers.Select(number => number.Value)]), body.Email.Or(before.Email),
            body.Notes.Or(before.Notes), cancellation);
        return await saving.TryChangeAsync(request, stored, details, user, work, cancellation) ?? throw Problems.Outdated();
    });

    private async Task<StoredCustomer> GetAsync(string id, CancellationToken cancellation) =>
        await customers.FindAsync(id, cancellation)
            ?? throw Problems.NotFound("There is no customer with this id. List them with GET /api/customers.");

    private async Task<IResult> PageAsync(Page<Customer> page, CancellationToken cancellation) =>
        Results.Json(SavedCustomerJson.Of(page, await region.ReadAsync(cancellation)), InboxJson.Options);

    private sealed record CustomerBody(string? CustomerId, string? Name, IReadOnlyList<string?>? Numbers, string? Email, string? Notes);

    private sealed record CustomerChangeBody(
        Optional<string?> Name, Optional<IReadOnlyList<string?>?> Numbers, Optional<string?> Email, Optional<string?> Notes);
}
