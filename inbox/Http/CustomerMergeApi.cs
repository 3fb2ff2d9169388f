using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Search;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Merges two customers into one.</summary>
[Tags("Customers")]
public sealed class CustomerMergeApi(
    ApiAuthorization authorization, CustomerStore customers, CustomerMerging merging, CustomerIndex index, CustomerSaving saving,
    AuditLog audit)
{
    private const int MaxIdLength = 64;
    private const int Attempts = 5;

    /// <summary>Merge another customer into this one.</summary>
    /// <remarks>
    /// This customer gets the other one's numbers, conversations and jobs. The name stays; the other one's name, notes and, if this
    /// customer has one already, email address are added to the notes. The other customer is gone. This cannot be undone. Conversations
    /// and jobs change in the background within some seconds. The same again changes nothing.
    /// </remarks>
    /// <response code="200">The customer as it is now.</response>
    /// <response code="422">
    /// <c>unknownCustomer</c>: there is no other customer with that id. <c>mergeTooLarge</c>: together they have more than ten numbers, or
    /// their notes are too long. Nothing was changed.
    /// </response>
    [HttpPost(Routes.CustomerMerge, Name = "mergeCustomers")]
    [CustomerIdParameter]
    [IfMatchParameter]
    [Consumes(typeof(CustomerMergeBody), "application/json")]
    [ProducesResponseType<SavedCustomerJson>(StatusCodes.Status200OK)]
    [ProducesHeader(StatusCodes.Status200OK, "ETag", "The customer's tag, for `If-Match`.")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.UnknownCustomer), nameof(Problems.MergeTooLarge))]
    public Task<IResult> MergeAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<CustomerMergeBody>(request, cancellation);
        var otherId = RequestReading.Text(body.CustomerId, MaxIdLength, "customerId");
        for (var attempt = 1; ; attempt++)
        {
            var stored = await GetAsync(id, cancellation);
            if (await customers.FindAsync(otherId, cancellation) is not { } other)
            {
                return await merging.FindTargetAsync(otherId, cancellation) is var target
                    && target != otherId && target == stored.Customer.Id
                    ? await saving.AnswerAsync(request, stored, StatusCodes.Status200OK, cancellation)
                    : throw Problems.UnknownCustomer();
            }

            if (other.Customer.Id == stored.Customer.Id)
            {
                throw Problems.Invalid("customerId is another customer's id.");
            }

            RequestReading.CheckIfMatch(request, stored.ETag);
            var details = CustomerDetails.OfBoth(stored.Customer, other.Customer) ?? throw Problems.MergeTooLarge();

            // Logged first, because afterwards the other customer is gone.
            await audit.RecordAsync(user.Author, AuditAction.CustomersMerged, other.Customer.Id, cancellation);
            await audit.RecordAsync(user.Author, AuditAction.CustomersMerged, stored.Customer.Id, cancellation);
            if (await merging.MergeAsync(stored, other, details, cancellation) is { IsEmpty: false } begun)
            {
                await index.RefreshAsync(other.Customer.Id, cancellation);
                await index.RefreshAsync(stored.Customer.Id, cancellation);
                foreach (var item in begun)
                {
                    await work.StartAsync(item, cancellation);
                }

                return await saving.AnswerAsync(request, await GetAsync(id, cancellation), StatusCodes.Status200OK, cancellation);
            }

            if (attempt == Attempts)
            {
                throw Problems.Outdated();
            }
        }
    });

    private async Task<StoredCustomer> GetAsync(string id, CancellationToken cancellation) =>
        await customers.FindAsync(id, cancellation)
            ?? throw Problems.NotFound("There is no customer with this id. List them with GET /api/customers.");
}

/// <summary>The customer to merge into another one.</summary>
/// <param name="CustomerId">The id of the customer who is gone afterwards.</param>
public sealed record CustomerMergeBody([Required, SchemaOf<Guid>] string? CustomerId);
