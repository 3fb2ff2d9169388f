using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>Erases the jobs of a customer.</summary>
public sealed class JobErasing(JobStore jobs, WorkItemStore workItems) : ICustomerDataEraser
{
    /// <inheritdoc/>
    public Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation) =>
        jobs.EraseAsync(customer.Id, ForgetWebhookAsync, cancellation);

    /// <summary>
    /// The webhook's work item would create the job again. It belongs to the conversation in which the job was created, whose number the
    /// customer may not have any more.
    /// </summary>
    private Task ForgetWebhookAsync(Job job, CancellationToken cancellation) =>
        workItems.RemoveAsync(JobWebhookSender.Work(job) with { ETag = ETag.Any }, cancellation);
}
