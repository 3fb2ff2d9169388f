using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The customers whom the team saves.</summary>
[Tags("Customers")]
public sealed class CustomersApi(
    ApiAuthorization authorization, CustomerStore customers, CustomerIndex index, NumberRegion region, CustomerSaving saving)
{
    private const int MaxSearchLength = 100;

    /// <summary>List customers by name.</summary>
    /// <remarks>The order ignores accents and case.</remarks>
    /// <response code="200">The page; empty if there is nobody.</response>
    [HttpGet(Routes.Customers, Name = "listCustomers")]
    [QueryParameter("search", "Only customers whose name has words that begin so (case and accents don't matter), or who have a " +
        "number with this run of digits, three or more, national or international. By name within a page; the pages are in the order " +
        "of the index. A page may have fewer than `limit`, even none: there is more while it has a `nextCursor`.",
        MaxLength = MaxSearchLength, Example = "carla")]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<SavedCustomerJson>>(StatusCodes.Status200OK)]
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

        var asked = SearchWords.Asked(RequestReading.Text(search, MaxSearchLength, "search"));
        return await PageAsync(
            asked.IsEmpty
                ? new([], null)
                    : await index.FindAsync(asked, limit, RequestReading.SearchCursor(cursor, asked), cancellation), cancellation);
    });

    /// <summary>Get a customer.</summary>
    /// <response code="200">The customer.</response>
    [HttpGet(Routes.Customer, Name = "readCustomer")]
    [CustomerIdParameter]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status200OK)]
    [ProducesHeader(StatusCodes.Status200OK, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        await saving.AnswerAsync(request, await GetAsync(id, cancellation), StatusCodes.Status200OK, cancellation));

    /// <summary>Save a new customer.</summary>
    /// <remarks>The same <c>customerId</c> again is the same customer, and has the same answer.</remarks>
    /// <response code="201">The customer. Its conversations show the name from now on.</response>
    /// <response code="409">
    /// <c>numberTaken</c>: a number is another customer's; <c>detail</c> says whose. <c>idTaken</c>: the id names another customer. Nothing
    /// was changed.
    /// </response>
    [HttpPost(Routes.Customers, Name = "addCustomer")]
    [Consumes(typeof(NewCustomerBody), "application/json")]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status201Created)]
    [ProducesHeader(StatusCodes.Status201Created, "Location", "The customer's address.", Format = "uri-reference")]
    [ProducesHeader(StatusCodes.Status201Created, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NumberTaken), nameof(Problems.IdTaken))]
    public Task<IResult> AddAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<NewCustomerBody>(request, cancellation);
        var id = RequestReading.Uuid(body.CustomerId, "customerId");
        var details = await saving.ReadDetailsAsync(body.Name, body.Numbers, body.Email, body.Notes, cancellation);
        return await saving.AddAsync(request, id, details, user, work, cancellation);
    });

    /// <summary>Change a customer.</summary>
    /// <remarks>
    /// Properties that are left out do not change. Null removes <c>email</c> or <c>notes</c>. The customer's conversations show a new name
    /// from now on.
    /// </remarks>
    /// <response code="200">The customer as it is now.</response>
    /// <response code="409"><c>numberTaken</c>: a number is another customer's; <c>detail</c> says whose. Nothing was changed.</response>
    [HttpPut(Routes.Customer, Name = "changeCustomer")]
    [CustomerIdParameter]
    [IfMatchParameter]
    [Consumes(typeof(CustomerChangeBody), "application/json")]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status200OK)]
    [ProducesHeader(StatusCodes.Status200OK, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NumberTaken))]
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
}

/// <summary>The details of a customer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers. A number belongs to one customer.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">Notes for the team.</param>
public record CustomerDetailsBody(
    [Required, Length(1, CustomerDetails.MaxNameLength)] string? Name,
    [Required, Length(1, CustomerDetails.MaxNumbers), SchemaOf<IReadOnlyList<PhoneNumber>>] IReadOnlyList<string?>? Numbers,
    [AllowNull, MaxLength(CustomerDetails.MaxEmailLength)] string? Email,
    [AllowNull, MaxLength(CustomerDetails.MaxNotesLength)] string? Notes);

/// <summary>A customer to save.</summary>
/// <param name="CustomerId">Made by the client; the server makes one where it is left out.</param>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">Notes for the team.</param>
public sealed record NewCustomerBody(
    [SchemaOf<Guid>] string? CustomerId, string? Name, IReadOnlyList<string?>? Numbers, string? Email, string? Notes)
    : CustomerDetailsBody(Name, Numbers, Email, Notes);

/// <summary>A change of a customer. Properties that are left out do not change.</summary>
/// <param name="Name">The name.</param>
/// <param name="Numbers">All numbers of the customer from now on.</param>
/// <param name="Email">The email address; null removes it.</param>
/// <param name="Notes">Notes for the team; null removes them.</param>
public sealed record CustomerChangeBody(
    [Length(1, CustomerDetails.MaxNameLength), SchemaOf<string>] Optional<string?> Name,
    [Length(1, CustomerDetails.MaxNumbers), SchemaOf<IReadOnlyList<PhoneNumber>>] Optional<IReadOnlyList<string?>?> Numbers,
    [MaxLength(CustomerDetails.MaxEmailLength)] Optional<string?> Email,
    [MaxLength(CustomerDetails.MaxNotesLength)] Optional<string?> Notes);
