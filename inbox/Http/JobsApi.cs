using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Jobs;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The jobs that the team makes for customers.</summary>
[Tags("Jobs")]
public sealed class JobsApi(
    ApiAuthorization authorization, ConversationLedger ledger, JobStore jobs, JobCreation creation, AuditLog audit, TimeProvider time)
{
    internal const int MaxNotesLength = 4_000;

    /// <summary>Create a job for the saved customer.</summary>
    /// <remarks>
    /// The job is shown in the timeline, and changes no flag. If the inbox has a webhook receiver, it gets <c>job.created</c>, signed as
    /// standardwebhooks.com specifies.
    /// </remarks>
    /// <response code="201">The job, also if it was created before.</response>
    /// <response code="422"><c>notACustomer</c>: the number belongs to no saved customer.</response>
    [HttpPost(Routes.ConversationJobs, Name = "createJob")]
    [ConversationIdParameter]
    [Consumes(typeof(NewJobBody), "application/json")]
    [ProducesResponseType<JobJson>(StatusCodes.Status201Created)]
    [ProducesETag(StatusCodes.Status201Created)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.NotACustomer))]
    public Task<IResult> CreateAsync(HttpRequest request, string id, HostServices host, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<NewJobBody>(request, cancellation);
        var jobId = RequestReading.Uuid(body.JobId, "jobId");
        var title = RequestReading.Line(body.Title, JobItem.MaxTitleLength, "title");
        var notes = string.IsNullOrWhiteSpace(body.Notes) ? null : RequestReading.Text(body.Notes, MaxNotesLength, "notes");
        await ledger.GetAsync(conversation, cancellation);

        // A repeated request has the same answer, even if the customer changed meanwhile.
        if (await jobs.FindAsync(jobId, cancellation) is not { } job)
        {
            job = await creation.CreateAsync(new(jobId, conversation, title, notes, user.Author), host, cancellation)
                ?? throw Problems.NotACustomer();
            if (job.ConversationId == conversation)
            {
                await audit.RecordAsync(user.Author, AuditAction.JobCreated, jobId, cancellation);
            }
        }

        return job.ConversationId == conversation ? Answer(request, job, StatusCodes.Status201Created) : throw Problems.IdTaken();
    });

    /// <summary>List jobs, newest first.</summary>
    /// <response code="200">The page.</response>
    [HttpGet(Routes.Jobs, Name = "listJobs")]
    [QueryParameter("customer", "Only jobs of this customer, by its `id`.", MaxLength = SourceIds.MaxKeyLength)]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<JobJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var customer = RequestReading.Query(request, "customer");
        if (customer is not null && !SourceIds.CanBeKey(customer))
        {
            throw Problems.Invalid("customer is a customer's id. Leave it out for the jobs of all.");
        }

        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : JobStore.ParseCursor(customer, text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var page = await jobs.ReadAsync(customer, limit, after, cancellation);
        return Results.Json(new Page<JobJson>([.. page.Items.Select(JobJson.Of)], page.NextCursor), InboxJson.Options);
    });

    /// <summary>Change the status of a job.</summary>
    /// <response code="200">The job as it is now.</response>
    [HttpPatch(Routes.Job, Name = "changeJob")]
    [RouteParameter("id", "The job's `id`.", MaxLength = SourceIds.MaxKeyLength, Example = "9b2f4d1e-6a57-4c0e-8f3b-2f6f0c1d7a10")]
    [IfMatchParameter]
    [Consumes(typeof(JobChangeBody), "application/json")]
    [ProducesResponseType<JobJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ChangeAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<JobChangeBody>(request, cancellation);
        var (status, now) = (RequestReading.OneOf<JobStatus>(body.Status, "status"), time.GetUtcNow());
        var job = await jobs.ChangeAsync(id, Change, cancellation)
            ?? throw Problems.NotFound("There is no job with this id. List them with GET /api/jobs.");
        await audit.RecordAsync(user.Author, AuditAction.JobChanged, job.Id, cancellation);
        return Answer(request, job, StatusCodes.Status200OK);

        Job Change(Job before)
        {
            RequestReading.CheckIfMatch(request, JobJson.TagOf(before));
            return before.Status == status ? before : before with { Status = status, ChangedAt = now };
        }
    });

    private static IResult Answer(HttpRequest request, Job job, int status)
    {
        request.HttpContext.Response.Headers.ETag = JobJson.TagOf(job).ToString();
        return Results.Json(JobJson.Of(job), InboxJson.Options, statusCode: status);
    }
}

/// <summary>A job to make.</summary>
/// <param name="Title">Not blank.</param>
/// <param name="Notes">Notes about it.</param>
/// <param name="JobId">
/// A UUID that is new for each job and the same in a repeated request: the same id is the same job. If omitted, the server creates one.
/// </param>
public sealed record NewJobBody(
    [Required, Length(1, JobItem.MaxTitleLength), RegularExpression(@"\S")] string? Title,
    [AllowNull, MaxLength(JobsApi.MaxNotesLength)] string? Notes, [SchemaOf<Guid>] string? JobId);

/// <summary>A change of a job.</summary>
/// <param name="Status">The new status.</param>
public sealed record JobChangeBody([Required, SchemaOf<JobStatus>] string? Status);

/// <summary>A job, with the tag to change it by.</summary>
/// <param name="Id">The id of the job.</param>
/// <param name="ConversationId">The conversation from which it was made.</param>
/// <param name="CustomerId">The saved customer.</param>
/// <param name="CustomerName">The customer's name when the job was made.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Notes">Notes about it.</param>
/// <param name="Status">The status.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When the status was last changed.</param>
/// <param name="Etag">The tag of the job.</param>
public sealed record JobJson(
    [SchemaOf<Guid>] string Id, ConversationId ConversationId, string CustomerId, string CustomerName,
    [MaxLength(JobItem.MaxTitleLength)] string Title, [MaxLength(JobsApi.MaxNotesLength)] string? Notes, JobStatus Status, Author CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, [SchemaOf<Etag>] string Etag)
{
    /// <summary>Creates it from a job.</summary>
    public static JobJson Of(Job job) => new(
        job.Id, job.ConversationId, job.CustomerId, job.CustomerName, job.Title, job.Notes,
        job.Status, job.CreatedBy, job.CreatedAt, job.ChangedAt,
        TagOf(job).ToString());

    /// <summary>The tag of a job.</summary>
    public static ETag TagOf(Job job) => new($"\"{job.Version}\"");
}
