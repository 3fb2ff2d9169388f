using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>Erases a customer.</summary>
[Tags("Customers")]
public sealed class CustomerErasingApi(ApiAuthorization authorization, CustomerStore customers, WorkItemStore rows, AuditLog audit)
{
    /// <summary>Erase a customer.</summary>
    /// <remarks>
    /// Erases the customer with the messages, calls, recordings and jobs of the customer's numbers until now, and their audit entries. This
    /// is done in the background within some minutes, and cannot be undone. The customer is hidden at once. Later messages and calls begin
    /// a new conversation. Opt-outs stay in force.
    /// </remarks>
    [HttpDelete(Routes.Customer, Name = "eraseCustomer")]
    [CustomerIdParameter]
    [IfMatchParameter]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> EraseAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        if (await customers.FindAsync(id, cancellation) is { } stored)
        {
            RequestReading.CheckIfMatch(request, stored.ETag);
            await audit.RecordAsync(admin.Author, AuditAction.CustomerDeleted, stored.Customer.Id, cancellation);
            var erasing = await customers.EraseAsync(stored, cancellation) ?? throw Problems.Outdated();
            await work.StartAsync(erasing, cancellation);
            return CommandResponses.Pending(request, erasing);
        }

        return CustomerWork.Erasing(id) is var begun && SourceIds.CanBeKey(begun.SourceId)
            && await rows.FindAsync(begun, cancellation) is not null
            ? CommandResponses.Pending(request, begun)
            : throw Problems.NotFound("There is no customer with this id; one that was erased is gone. List them with GET /api/customers.");
    });
}
