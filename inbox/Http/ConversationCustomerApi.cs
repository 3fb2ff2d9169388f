using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Saves a conversation's number as a customer's.</summary>
[Tags("Customers")]
public sealed class ConversationCustomerApi(
    ApiAuthorization authorization, CustomerStore customers, ConversationLedger ledger, CustomerSaving saving)
{
    private const int MaxIdLength = 64;
    private const int Attempts = 5;

    /// <summary>Save the conversation's number as a customer's.</summary>
    /// <remarks>As a new customer by <c>name</c>, or as one more number of a saved one by <c>customerId</c>.</remarks>
    /// <response code="200">The saved customer, with the number.</response>
    /// <response code="201">The new customer.</response>
    /// <response code="409"><c>numberTaken</c>: a number is another customer's; <c>detail</c> says whose. Nothing was changed.</response>
    /// <response code="422">
    /// <c>noPhoneNumber</c>: the other side is no phone number. <c>unknownCustomer</c>: no such customer. <c>tooManyNumbers</c>: it has ten
    /// numbers already.
    /// </response>
    [HttpPost(Routes.ConversationCustomer, Name = "addConversationCustomer")]
    [ConversationIdParameter]
    [IfMatchParameter]
    [Consumes(typeof(ConversationCustomerBody), "application/json")]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status200OK)]
    [ProducesHeader(StatusCodes.Status200OK, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status201Created)]
    [ProducesHeader(StatusCodes.Status201Created, "Location", "The customer's address.", Format = "uri-reference")]
    [ProducesHeader(StatusCodes.Status201Created, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NumberTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NoPhoneNumber), nameof(Problems.UnknownCustomer), nameof(Problems.TooManyNumbers))]
    public Task<IResult> SaveAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ConversationCustomerBody>(request, cancellation);
        var number = conversation.Customer;
        if (body is { CustomerId: not null, Name: null, Email: null, Notes: null })
        {
            await CheckAsync(conversation, cancellation);
            return await AddNumberAsync(request, body.CustomerId, number, user, work, cancellation);
        }

        if (body is not { CustomerId: null, Name: not null })
        {
            throw Problems.Invalid(
                "Give either name, and email and notes if you like, for a new customer, or customerId alone for a saved one.");
        }

        var details = number.Kind is PhoneNumberKind.E164
            ? await saving.ReadDetailsAsync(body.Name, [number.Value], body.Email, body.Notes, cancellation) : null;
        await CheckAsync(conversation, cancellation);
        return await saving.AddAsync(request, Guid.NewGuid().ToString(), details!, user, work, cancellation);
    });

    private async Task CheckAsync(ConversationId conversation, CancellationToken cancellation)
    {
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.NoPhoneNumber();
        }
    }

    private async Task<IResult> AddNumberAsync(
        HttpRequest request, string customerId, PhoneNumber number, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await customers.FindAsync(RequestReading.Text(customerId, MaxIdLength, "customerId"), cancellation)
                ?? throw Problems.UnknownCustomer();
            RequestReading.CheckIfMatch(request, stored.ETag);
            if (!CustomerDetails.TryAdd(stored.Customer, number, out var details))
            {
                throw Problems.TooManyNumbers();
            }

            if (await saving.TryChangeAsync(request, stored, details, user, work, cancellation) is { } saved)
            {
                return saved;
            }

            if (attempt == Attempts)
            {
                throw Problems.Outdated();
            }
        }
    }
}

/// <summary>Either <c>name</c>, with <c>email</c> and <c>notes</c> if known, or <c>customerId</c> alone.</summary>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">Notes for the team.</param>
public sealed record ConversationCustomerBody(
    [SchemaOf<Guid>] string? CustomerId, [Length(1, CustomerDetails.MaxNameLength)] string? Name,
    [AllowNull, MaxLength(CustomerDetails.MaxEmailLength)] string? Email,
    [AllowNull, MaxLength(CustomerDetails.MaxNotesLength)] string? Notes);
