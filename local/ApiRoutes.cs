using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Local.Conversations;

namespace ZuperConnect.Local;

/// <summary>The routes of the HTTP API, one line each.</summary>
public static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder host)
    {
        var app = host.MapGroup("");
        ((IEndpointConventionBuilder)app).Finally(AnswerHead);
        app.Map(Routes.Unknown, (HttpRequest request) => UnknownRoutes.Answer(request));
        app.MapGet(Routes.Conversations, (HttpRequest request, ConversationsApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapGet(Routes.Conversation, (HttpRequest request, string id, ConversationsApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, id, cancellation));
        app.MapPatch(
            Routes.Conversation,
            (HttpRequest request, string id, MarksApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
                api.MarkAsync(request, id, owner, cancellation));
        app.MapDelete(
            Routes.Conversation,
            (HttpRequest request, string id, ConversationErasingApi api, HostServices host, CancellationToken cancellation) =>
                api.EraseAsync(request, id, host.Work, cancellation));
        app.MapPost(Routes.Marks, (HttpRequest request, MarksApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
            api.MarkManyAsync(request, owner, cancellation));
        app.MapPut(Routes.Presence, (HttpRequest request, string id, LiveApi api, CancellationToken cancellation) =>
            api.ChangePresenceAsync(request, id, cancellation));
        app.MapGet(
            Routes.Counts, (HttpRequest request, CountsApi api, CancellationToken cancellation) => api.ReadAsync(request, cancellation));
        app.MapGet(Routes.Timeline, (HttpRequest request, string id, TimelineApi api, CancellationToken cancellation) =>
            api.ListAsync(request, id, cancellation));
        app.MapPost(
            Routes.Comments,
            (HttpRequest request, string id, CommentsApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
                api.AddAsync(request, id, owner, cancellation));
        app.MapPost(
            Routes.Messages,
            (HttpRequest request, string id, MessagesApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
                api.ReplyAsync(request, id, owner, cancellation));
        app.MapPost(
            Routes.Resend,
            (HttpRequest request, string id, string itemId, MessagesApi api, LocalConversationOwner owner,
                CancellationToken cancellation) => api.ResendAsync(request, id, itemId, owner, cancellation));
        app.MapPatch(
            Routes.Message,
            (HttpRequest request, string id, string itemId, ScheduledMessagesApi api, LocalConversationOwner owner,
                CancellationToken cancellation) => api.ChangeAsync(request, id, itemId, owner, cancellation));
        app.MapDelete(
            Routes.Message,
            (HttpRequest request, string id, string itemId, ScheduledMessagesApi api, LocalConversationOwner owner,
                CancellationToken cancellation) => api.CancelAsync(request, id, itemId, owner, cancellation));
        app.MapPost(
            Routes.SendNow,
            (HttpRequest request, string id, string itemId, ScheduledMessagesApi api, LocalConversationOwner owner,
                CancellationToken cancellation) => api.SendNowAsync(request, id, itemId, owner, cancellation));
        app.MapGet(Routes.SavedReplies, (HttpRequest request, SavedRepliesApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapPut(Routes.SavedReply, (HttpRequest request, string id, SavedRepliesApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, id, cancellation));
        app.MapDelete(Routes.SavedReply, (HttpRequest request, string id, SavedRepliesApi api, CancellationToken cancellation) =>
            api.DeleteAsync(request, id, cancellation));
        app.MapGet(Routes.Webhooks, (HttpRequest request, WebhooksApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapPut(Routes.Webhook, (HttpRequest request, string id, WebhooksApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, id, cancellation));
        app.MapDelete(Routes.Webhook, (HttpRequest request, string id, WebhooksApi api, CancellationToken cancellation) =>
            api.DeleteAsync(request, id, cancellation));
        app.MapPost(Routes.WebhookTest, (HttpRequest request, string id, WebhooksApi api, CancellationToken cancellation) =>
            api.TestAsync(request, id, cancellation));
        app.MapGet(Routes.WebhookDeliveries, (HttpRequest request, string id, WebhooksApi api, CancellationToken cancellation) =>
            api.ListDeliveriesAsync(request, id, cancellation));
        app.MapPost(
            Routes.ConversationCalls, (HttpRequest request, string id, CallsApi api, HostServices host, CancellationToken cancellation) =>
                api.PlaceAsync(request, id, host.Calls, cancellation));
        app.MapPost(
            Routes.ConversationJobs, (HttpRequest request, string id, JobsApi api, HostServices host, CancellationToken cancellation) =>
                api.CreateAsync(request, id, host, cancellation));
        app.MapGet(Routes.Jobs, (HttpRequest request, JobsApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapPatch(Routes.Job, (HttpRequest request, string id, JobsApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, id, cancellation));
        app.MapPost(
            Routes.Conversations, (HttpRequest request, NewMessagesApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
                api.SendAsync(request, owner, cancellation));
        app.MapPost(
            Routes.ConversationCustomer,
            (HttpRequest request, string id, ConversationCustomerApi api, HostServices host, CancellationToken cancellation) =>
                api.SaveAsync(request, id, host.Work, cancellation));
        app.MapGet(Routes.Customers, (HttpRequest request, CustomersApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapPost(Routes.Customers, (HttpRequest request, CustomersApi api, HostServices host, CancellationToken cancellation) =>
            api.AddAsync(request, host.Work, cancellation));
        app.MapGet(Routes.Customer, (HttpRequest request, string id, CustomersApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, id, cancellation));
        app.MapPut(Routes.Customer, (HttpRequest request, string id, CustomersApi api, HostServices host, CancellationToken cancellation) =>
            api.ChangeAsync(request, id, host.Work, cancellation));
        app.MapDelete(
            Routes.Customer,
            (HttpRequest request, string id, CustomerErasingApi api, HostServices host, CancellationToken cancellation) =>
                api.EraseAsync(request, id, host.Work, cancellation));
        app.MapPost(
            Routes.CustomerMerge,
            (HttpRequest request, string id, CustomerMergeApi api, HostServices host, CancellationToken cancellation) =>
                api.MergeAsync(request, id, host.Work, cancellation));
        app.MapPost(
            Routes.CustomerImport, (HttpRequest request, CustomerImportApi api, HostServices host, CancellationToken cancellation) =>
                api.ImportAsync(request, host.Work, cancellation));
        app.MapGet(Routes.CustomerExport, (HttpRequest request, CustomerExportApi api, CancellationToken cancellation) =>
            api.ExportAsync(request, cancellation));
        app.MapGet(
            Routes.OptOuts, (HttpRequest request, OptOutsApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapPost(Routes.OptOutImport, (HttpRequest request, OptOutFilesApi api, HostServices host, CancellationToken cancellation) =>
            api.ImportAsync(request, host.Work, cancellation));
        app.MapGet(Routes.OptOutExport, (HttpRequest request, OptOutFilesApi api, CancellationToken cancellation) =>
            api.ExportAsync(request, cancellation));
        app.MapPut(Routes.OptOut, (HttpRequest request, string number, OptOutsApi api, HostServices host, CancellationToken cancellation) =>
            api.RecordAsync(request, number, host.Work, cancellation));
        app.MapGet(
            Routes.Search, (HttpRequest request, SearchApi api, CancellationToken cancellation) => api.FindAsync(request, cancellation));
        app.MapGet(Routes.SearchRebuild, (HttpRequest request, SearchApi api, CancellationToken cancellation) =>
            api.ProgressAsync(request, cancellation));
        app.MapPost(Routes.SearchRebuild, (HttpRequest request, SearchApi api, HostServices host, CancellationToken cancellation) =>
            api.RebuildAsync(request, host.Work, cancellation));
        app.MapGet(Routes.Statistics, (HttpRequest request, StatisticsApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, cancellation));
        app.MapGet(Routes.StatisticsExport, (HttpRequest request, StatisticsApi api, CancellationToken cancellation) =>
            api.ExportAsync(request, cancellation));
        app.MapGet(
            Routes.Calls, (HttpRequest request, CallLogApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapPost(
            Routes.CallWebhook,
            (HttpRequest request, string callId, CallWebhooksApi api, HostServices host, CancellationToken cancellation) =>
                api.TakeAsync(request, callId, host.Calls, cancellation));
        app.MapGet(Routes.Sound, (HttpRequest request, string name, SoundsApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, name, cancellation));
        app.MapGet(Routes.Recording, (HttpRequest request, string id, RecordingsApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, id, cancellation));
        app.MapDelete(
            Routes.Recording,
            (HttpRequest request, string id, RecordingDeletionApi api, LocalConversationOwner owner, CancellationToken cancellation) =>
                api.DeleteAsync(request, id, owner, cancellation));
        app.MapPost(Routes.RecordingTickets, (HttpRequest request, string id, RecordingsApi api, CancellationToken cancellation) =>
            api.TicketAsync(request, id, cancellation));
        app.MapPost(Routes.Uploads, (HttpRequest request, AttachmentsApi api, CancellationToken cancellation) =>
            api.UploadAsync(request, cancellation));
        app.MapGet(
            Routes.Attachment,
            (HttpRequest request, string id, string attachmentId, AttachmentsApi api, CancellationToken cancellation) =>
                api.ReadAsync(request, id, attachmentId, cancellation));
        app.MapPost(
            Routes.AttachmentTickets,
            (HttpRequest request, string id, string attachmentId, AttachmentsApi api, CancellationToken cancellation) =>
                api.TicketAsync(request, id, attachmentId, cancellation));
        app.MapGet(Routes.Media, (HttpRequest request, MediaApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, cancellation));
        app.MapGet(Routes.Work, (HttpRequest request, BackgroundWorkApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapPost(
            Routes.WorkRetry, (HttpRequest request, string id, BackgroundWorkApi api, HostServices host, CancellationToken cancellation) =>
                api.RetryAsync(request, id, host.Work, cancellation));
        app.MapGet(Routes.Unprocessed, (HttpRequest request, DeadLettersApi api, CancellationToken cancellation) =>
            api.ListAsync(request, cancellation));
        app.MapDelete(Routes.UnprocessedEvent, (HttpRequest request, string id, DeadLettersApi api, CancellationToken cancellation) =>
            api.DeleteAsync(request, id, cancellation));
        app.MapPost(
            Routes.UnprocessedRetry,
            (HttpRequest request, string id, DeadLettersApi api, HostServices host, CancellationToken cancellation) =>
                api.RetryAsync(request, id, host, cancellation));
        app.MapGet(Routes.Command, (HttpRequest request, string id, CommandsApi api, CancellationToken cancellation) =>
            api.ReadAsync(request, id, cancellation));
        app.MapGet(
            Routes.Numbers, (HttpRequest request, NumbersApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapGet(Routes.NumberDiscovery, (HttpRequest request, NumberDiscoveryApi api, CancellationToken cancellation) =>
            api.CompareAsync(request, cancellation));
        app.MapPost(Routes.NumberDiscovery, (HttpRequest request, NumberDiscoveryApi api, CancellationToken cancellation) =>
            api.DiscoverAsync(request, cancellation));
        app.MapPut(Routes.Number, (HttpRequest request, string number, NumbersApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, number, cancellation));
        app.MapPut(Routes.Greeting, (HttpRequest request, string number, GreetingsApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, number, cancellation));
        app.MapGet(
            Routes.Members, (HttpRequest request, MembersApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapGet(Routes.Team, (HttpRequest request, TeamApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapPut(Routes.Member, (HttpRequest request, string userId, TeamApi api, CancellationToken cancellation) =>
            api.ChangeAsync(request, userId, cancellation));
        app.MapDelete(Routes.Member, (HttpRequest request, string userId, TeamApi api, CancellationToken cancellation) =>
            api.RemoveAsync(request, userId, cancellation));
        app.MapGet(
            Routes.Audit, (HttpRequest request, AuditApi api, CancellationToken cancellation) => api.ListAsync(request, cancellation));
        app.MapGet(Routes.Me, (HttpRequest request, MeApi api, CancellationToken cancellation) => api.ReadAsync(request, cancellation));
        app.MapPut(Routes.Me, (HttpRequest request, MeApi api, CancellationToken cancellation) => api.ChangeAsync(request, cancellation));
        app.MapGet(
            Routes.Health, (HttpRequest request, HealthApi api, CancellationToken cancellation) => api.HealthAsync(request, cancellation));
        app.MapGet(Routes.OpenApi, (HttpRequest request, HealthApi api) => api.OpenApiAsync(request));
    }

    // Accepts HEAD wherever GET is accepted (RFC 9110, section 9.1). The last metadata about methods counts.
    private static void AnswerHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] })
        {
            endpoint.Metadata.Add(new HttpMethodMetadata(["GET", "HEAD"]));
        }
    }
}
