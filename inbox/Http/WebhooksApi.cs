using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;

namespace ZuperConnect.Http;

/// <summary>The receivers of webhooks, for admins.</summary>
[Tags("Inbox")]
public sealed class WebhooksApi(
    ApiAuthorization authorization, WebhookSubscriptionStore subscriptions, WebhookLog deliveries, WebhookSender sender,
    ReceiverAddresses addresses, AuditLog audit)
{
    private const string Example = "5b0c8d54-6a0e-4bb7-8b53-0a55f8ef2d10";

    /// <summary>List the receivers of webhooks.</summary>
    /// <remarks>For admins.</remarks>
    /// <response code="200">All of them, by address, without their secrets.</response>
    [HttpGet(Routes.Webhooks, Name = "listWebhooks")]
    [IfNoneMatchParameter]
    [ProducesResponseType<WebhooksJson>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async _ => ETagJson.Of(
            request, new WebhooksJson([.. (await subscriptions.ListAsync(cancellation)).Select(one => WebhookJson.Of(one, null))])));

    /// <summary>Add or change a receiver of webhooks.</summary>
    /// <remarks>
    /// For admins. The receiver is told of what happens from now on; on Azure, of the first half a minute perhaps not everything. Webhooks
    /// are signed according to Standard Webhooks, and contain the texts of messages.
    /// </remarks>
    /// <response code="200">The receiver as it is now.</response>
    /// <response code="201">The receiver was added. Only this response contains its secret.</response>
    /// <response code="422"><c>tooManyWebhooks</c>: delete others first.</response>
    [HttpPut(Routes.Webhook, Name = "changeWebhook")]
    [RouteParameter("id", "The id of the receiver, a UUID that the client makes.", Example = Example)]
    [IfMatchParameter]
    [Consumes(typeof(WebhookChangeBody), "application/json")]
    [ProducesResponseType<WebhookJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesResponseType<WebhookJson>(StatusCodes.Status201Created)]
    [ProducesETag(StatusCodes.Status201Created)]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.TooManyWebhooks))]
    public Task<IResult> ChangeAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<WebhookChangeBody>(request, cancellation);
        var uuid = RequestReading.Uuid(id, "id");
        if (body.Url is not { Length: <= WebhookSubscription.MaxUrlLength } text || WebhookReceiver.ReadUrl(text) is not { } url
            || !addresses.Allow(url))
        {
            throw Problems.Invalid("url is the address of the receiver: https, without a password, and in no private network.");
        }

        if (body.Types is not { Length: > 0 } types)
        {
            throw Problems.Invalid("types are the events that the receiver is told of: at least one.");
        }

        var before = await subscriptions.FindAsync(uuid, cancellation);
        RequestReading.CheckIfMatch(request, before?.ETag);
        if (before is null && (await subscriptions.ListAsync(cancellation)).Count >= WebhookSubscriptionStore.MaxCount)
        {
            throw Problems.TooManyWebhooks();
        }

        var secret = before?.Subscription.Secret ?? WebhookReceiver.NewSecret();
        var stored = await subscriptions.SaveAsync(
            new(uuid, url, [.. types.Distinct().Order()], secret, body.Enabled ?? true), before?.ETag, cancellation)
            ?? throw Problems.Outdated();
        await audit.RecordAsync(admin.Author, AuditAction.WebhookChanged, uuid, cancellation);
        request.HttpContext.Response.Headers.ETag = stored.ETag.ToString();
        return before is null
            ? Results.Json(WebhookJson.Of(stored, secret), InboxJson.Options, statusCode: StatusCodes.Status201Created)
            : Results.Json(WebhookJson.Of(stored, null), InboxJson.Options);
    });

    /// <summary>Delete a receiver of webhooks.</summary>
    /// <remarks>For admins. What was not posted yet is not posted any more.</remarks>
    /// <response code="204">It is deleted, with its log.</response>
    [HttpDelete(Routes.Webhook, Name = "deleteWebhook")]
    [RouteParameter("id", "The id of the receiver.", Example = Example)]
    [IfMatchParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> DeleteAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var stored = await FindAsync(id, cancellation);
        RequestReading.CheckIfMatch(request, stored.ETag);
        if (!await subscriptions.DeleteAsync(stored, cancellation))
        {
            throw Problems.Outdated();
        }

        await deliveries.DeleteAsync(stored.Subscription.Id, cancellation);
        await audit.RecordAsync(admin.Author, AuditAction.WebhookDeleted, stored.Subscription.Id, cancellation);
        return Results.NoContent();
    });

    /// <summary>Test a receiver of webhooks.</summary>
    /// <remarks>For admins. Posts a webhook of the type <c>webhook.test</c> once, also if the receiver is not enabled.</remarks>
    /// <response code="200">What became of it.</response>
    [HttpPost(Routes.WebhookTest, Name = "testWebhook")]
    [RouteParameter("id", "The id of the receiver.", Example = Example)]
    [ProducesResponseType<WebhookDeliveryJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> TestAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var stored = await FindAsync(id, cancellation);
        await audit.RecordAsync(admin.Author, AuditAction.WebhookTested, stored.Subscription.Id, cancellation);
        return Results.Json(
            WebhookDeliveryJson.Of(await sender.TestAsync(stored.Subscription, cancellation)), InboxJson.Options);
    });

    /// <summary>List what was posted to a receiver.</summary>
    /// <remarks>
    /// For admins. The log contains webhooks that were tried at least once, for seven days, and no content of conversations. Retry a failed
    /// one with <c>POST /api/work/{id}/retry</c> and its <c>workId</c>.
    /// </remarks>
    /// <response code="200">The 100 newest, newest first.</response>
    [HttpGet(Routes.WebhookDeliveries, Name = "listWebhookDeliveries")]
    [RouteParameter("id", "The id of the receiver.", Example = Example)]
    [IfNoneMatchParameter]
    [ProducesResponseType<WebhookDeliveriesJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ListDeliveriesAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async _ =>
    {
        var stored = await FindAsync(id, cancellation);
        return ETagJson.Of(request, new WebhookDeliveriesJson(
            [.. (await deliveries.ListAsync(stored.Subscription.Id, cancellation)).Select(WebhookDeliveryJson.Of)]));
    });

    private async Task<StoredSubscription> FindAsync(string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var uuid) && await subscriptions.FindAsync(uuid.ToString(), cancellation) is { } stored
            ? stored : throw Problems.NotFound("There is no receiver with this id. List them with GET /api/webhooks.");
}

/// <summary>A receiver of webhooks as it is to be.</summary>
/// <param name="Url">The address: https, without a password, and in no private network.</param>
/// <param name="Types">The types of events that it is told of.</param>
/// <param name="Enabled">Whether events are posted; true if missing. Those that happen meanwhile are not posted later.</param>
public sealed record WebhookChangeBody(
    [Required, Length(1, WebhookSubscription.MaxUrlLength)] string? Url,
    [Required, MinLength(1)] ImmutableArray<WebhookEventType>? Types,
    bool? Enabled);

/// <summary>The receivers of webhooks.</summary>
/// <param name="Items">All of them, by address.</param>
public sealed record WebhooksJson(IReadOnlyList<WebhookJson> Items);

/// <summary>A receiver of webhooks, with the tag to change it by.</summary>
/// <param name="Id">The id.</param>
/// <param name="Url">The address.</param>
/// <param name="Types">The types of events that it is told of.</param>
/// <param name="Enabled">Whether events are posted.</param>
/// <param name="Secret">The secret that signs the webhooks, when the receiver was just added; null otherwise.</param>
/// <param name="Etag">The tag of the receiver.</param>
public sealed record WebhookJson(
    string Id, string Url, ImmutableArray<WebhookEventType> Types, bool Enabled, string? Secret, [SchemaOf<Etag>] string Etag)
{
    /// <summary>Creates it from a subscription.</summary>
    public static WebhookJson Of(StoredSubscription stored, string? secret)
    {
        var subscription = stored.Subscription;
        return new(
            subscription.Id, subscription.Url.AbsoluteUri, subscription.Types, subscription.Enabled, secret, stored.ETag.ToString());
    }
}

/// <summary>What was posted to a receiver.</summary>
/// <param name="Items">The newest webhooks, newest first.</param>
public sealed record WebhookDeliveriesJson(IReadOnlyList<WebhookDeliveryJson> Items);

/// <summary>A webhook that was posted.</summary>
/// <param name="Id">Its id, the header <c>webhook-id</c>.</param>
/// <param name="Type">The type of the event, or <c>webhook.test</c>.</param>
/// <param name="At">When the event happened.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="AttemptedAt">The time of the last attempt.</param>
/// <param name="Failure">Why the receiver did not accept it; null if it did.</param>
/// <param name="WorkId">The work that posts it; null for a test.</param>
public sealed record WebhookDeliveryJson(
    string Id, string Type, DateTimeOffset At, WebhookDeliveryStatus Status, int Attempts, DateTimeOffset AttemptedAt, string? Failure,
    WorkId? WorkId)
{
    /// <summary>Creates it from an entry of the log.</summary>
    public static WebhookDeliveryJson Of(WebhookDelivery entry) => new(
        entry.Id, entry.Type, entry.At, entry.Status, entry.Attempts, entry.AttemptedAt, entry.Failure, entry.Work);
}
