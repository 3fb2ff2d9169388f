using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>Erases a customer.</summary>
public sealed class CustomerErasingApi(ApiAuthorization authorization, CustomerStore customers, WorkItemStore rows, AuditLog audit)
{
    /// <summary>
    /// <c>DELETE /api/customers/{id}</c>: erases a customer and all that passed with the customer's numbers, in the background. The same
    /// again answers the same until it is done, and then that there is no such customer.
    /// </summary>
    public Task<IResult> EraseAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        if (await customers.FindAsync(id, cancellation) is { } stored)
        {
            RequestReading.CheckIfMatch(request, stored.ETag);
            await audit.NoteAsync(admin.Author, AuditAction.CustomerDeleted, stored.Customer.Id, cancellation);
            var erasing = await customers.EraseAsync(stored, cancellation) ?? throw Problems.Outdated();
            await work.StartAsync(erasing, cancellation);
            return CommandResponses.Pending(request, erasing);
        }

        return CustomerStore.Erasing(id) is var begun && SourceIds.CanBeKey(begun.SourceId)
            && await rows.FindAsync(begun, cancellation) is not null
            ? CommandResponses.Pending(request, begun)
            : throw Problems.NotFound("There is no customer with this id; one that was erased is gone. List them with GET /api/customers.");
    });
}
