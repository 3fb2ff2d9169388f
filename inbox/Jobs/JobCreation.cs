using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>A job to create for the saved customer of a conversation.</summary>
/// <param name="Id">The id of the job.</param>
/// <param name="Conversation">The conversation.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Notes">Notes about it.</param>
/// <param name="By">Who creates it.</param>
public sealed record NewJob(string Id, ConversationId Conversation, string Title, string? Notes, Author By);

/// <summary>Creates jobs, with their timeline items and webhooks.</summary>
public sealed class JobCreation(
    CustomerStore customers, JobStore jobs, WorkItemStore workItems, BackgroundWorkRunner work, TimeProvider time)
{
    /// <summary>Creates a job.</summary>
    /// <returns>
    /// The job with this id: if two conversations create it at the same time, the other one's. Null if the customer is not saved.
    /// </returns>
    public async Task<Job?> CreateAsync(NewJob job, HostServices host, CancellationToken cancellation)
    {
        // From the customers: a conversation shows its customer's name only some time later.
        if (await customers.FindOwnerAsync(job.Conversation.Customer, cancellation) is not { Customer: var customer })
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await CreateAsync(
            new Job(job.Id, job.Conversation, customer.Id, customer.Name, job.Title, job.Notes, JobStatus.Open, job.By, now, now),
            host, cancellation);
    }

    /// <summary>The work items are stored first: if the process ends after that, they do the rest.</summary>
    private async Task<Job> CreateAsync(Job job, HostServices host, CancellationToken cancellation)
    {
        var command = new AddJob(SourceIds.Of("job", job.Id), job.CreatedAt, job.CreatedBy, job.Id, job.Title);
        var (take, webhook) = (WorkItem.Of(new(job.ConversationId, command.SourceId), command), JobWebhookSender.Work(job));
        await workItems.AddAsync([take, webhook], cancellation);
        if (await workItems.FindAsync(webhook.Id, cancellation) is { } first)
        {
            // Of concurrent requests, and of a repeated one after a crash, the first that was stored is the job.
            job = JobWebhookSender.JobOf(first);
            command = command with { At = job.CreatedAt, By = job.CreatedBy, Title = job.Title };
        }

        var kept = await jobs.AddAsync(job, cancellation);
        if (kept.ConversationId != job.ConversationId)
        {
            // Another conversation's request was faster.
            await work.FinishAsync(take.Id, cancellation);
            await work.FinishAsync(webhook.Id, cancellation);
            return kept;
        }

        if (await host.Conversations.HandleAsync(job.ConversationId, command, cancellation) is not null)
        {
            await work.FinishAsync(take.Id, cancellation);
        }

        await host.Work.StartAsync(webhook.Id, cancellation);
        return kept;
    }
}
