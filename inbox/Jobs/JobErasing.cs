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

    /// <summary>What tells of a job would make it again. It is work of the conversation that it was made from, whose number may be the
    /// customer's no more.</summary>
    private Task ForgetWebhookAsync(Job job, CancellationToken cancellation) =>
        workItems.RemoveAsync(JobWebhookSender.Work(job) with { ETag = ETag.Any }, cancellation);
}
