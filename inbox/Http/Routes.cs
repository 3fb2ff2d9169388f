using ZuperConnect.Attachments;

namespace ZuperConnect.Http;

/// <summary>A route of the HTTP API: its method and its template, with the parameters by name.</summary>
public sealed record Route(string Method, string Template)
{
    /// <summary>All methods that it answers: <c>HEAD</c> too where it is read by <c>GET</c> (RFC 9110, section 9.1).</summary>
    public IReadOnlyList<string> Methods => Method is "GET" ? ["GET", "HEAD"] : [Method];
}

/// <summary>The routes of the HTTP API (docs/design.md#http-api), in one place for both hosts.</summary>
public static class Routes
{
    /// <summary>The lists of conversations.</summary>
    public const string Conversations = "api/conversations";

    /// <summary>Many conversations marked at once.</summary>
    public const string Marks = "api/conversations/marks";

    /// <summary>How many conversations need the team.</summary>
    public const string Counts = "api/counts";

    /// <summary>Get a conversation.</summary>
    public const string Conversation = "api/conversations/{id}";

    /// <summary>A conversation's timeline.</summary>
    public const string Timeline = "api/conversations/{id}/timeline";

    /// <summary>Replies.</summary>
    public const string Messages = "api/conversations/{id}/messages";

    /// <summary>A failed or unknown message once more.</summary>
    public const string Resend = "api/conversations/{id}/messages/{itemId}/resend";

    /// <summary>A scheduled message.</summary>
    public const string Message = "api/conversations/{id}/messages/{itemId}";

    /// <summary>A scheduled message before its time.</summary>
    public const string SendNow = "api/conversations/{id}/messages/{itemId}/send";

    /// <summary>The saved replies.</summary>
    public const string SavedReplies = "api/saved-replies";

    /// <summary>One saved reply.</summary>
    public const string SavedReply = "api/saved-replies/{id}";

    /// <summary>The receivers of webhooks.</summary>
    public const string Webhooks = "api/webhooks";

    /// <summary>One receiver of webhooks.</summary>
    public const string Webhook = "api/webhooks/{id}";

    /// <summary>A test of a receiver.</summary>
    public const string WebhookTest = "api/webhooks/{id}/test";

    /// <summary>What was posted to a receiver.</summary>
    public const string WebhookDeliveries = "api/webhooks/{id}/deliveries";

    /// <summary>Internal comments.</summary>
    public const string Comments = "api/conversations/{id}/comments";

    /// <summary>A user's calls to a customer.</summary>
    public const string ConversationCalls = "api/conversations/{id}/calls";

    /// <summary>Jobs of a conversation's customer.</summary>
    public const string ConversationJobs = "api/conversations/{id}/jobs";

    /// <summary>Jobs.</summary>
    public const string Jobs = "api/jobs";

    /// <summary>One job.</summary>
    public const string Job = "api/jobs/{id}";

    /// <summary>Saving the number of a conversation as a customer's.</summary>
    public const string ConversationCustomer = "api/conversations/{id}/customer";

    /// <summary>The customers.</summary>
    public const string Customers = "api/customers";

    /// <summary>Get a customer.</summary>
    public const string Customer = "api/customers/{id}";

    /// <summary>Another customer who is the same.</summary>
    public const string CustomerMerge = "api/customers/{id}/merge";

    /// <summary>Many customers from a file.</summary>
    public const string CustomerImport = "api/customers/import";

    /// <summary>All customers as a file.</summary>
    public const string CustomerExport = "api/customers/export";

    /// <summary>Who refuses texts.</summary>
    public const string OptOuts = "api/opt-outs";

    /// <summary>Many of them from a file.</summary>
    public const string OptOutImport = "api/opt-outs/import";

    /// <summary>All of them as a file.</summary>
    public const string OptOutExport = "api/opt-outs/export";

    /// <summary>Whether one customer number does.</summary>
    public const string OptOut = "api/opt-outs/{number}";

    /// <summary>What was said in messages and comments.</summary>
    public const string Search = "api/search";

    /// <summary>The search index once more.</summary>
    public const string SearchRebuild = "api/search/rebuild";

    /// <summary>What happened on each day.</summary>
    public const string Statistics = "api/statistics";

    /// <summary>That as a file.</summary>
    public const string StatisticsExport = "api/statistics/export";

    /// <summary>The call log.</summary>
    public const string Calls = "api/calls";

    /// <summary>A recording's audio.</summary>
    public const string Recording = "api/recordings/{id}";

    /// <summary>Addresses of a recording for players.</summary>
    public const string RecordingTickets = "api/recordings/{id}/tickets";

    /// <summary>Pictures that a user uploads for a message.</summary>
    public const string Uploads = "api/attachments";

    /// <summary>A picture or other file of a message.</summary>
    public const string Attachment = "api/conversations/{id}/attachments/{attachmentId}";

    /// <summary>An address of an attachment for pages.</summary>
    public const string AttachmentTickets = "api/conversations/{id}/attachments/{attachmentId}/tickets";

    /// <summary>A picture for the telephony provider to send.</summary>
    public const string Media = AttachmentLinks.Route;

    /// <summary>Background work.</summary>
    public const string Work = "api/work";

    /// <summary>Failed work once more.</summary>
    public const string WorkRetry = "api/work/{id}/retry";

    /// <summary>What came from outside and is kept as it came.</summary>
    public const string Unprocessed = "api/unprocessed";

    /// <summary>One of that.</summary>
    public const string UnprocessedEvent = "api/unprocessed/{id}";

    /// <summary>That once more.</summary>
    public const string UnprocessedRetry = "api/unprocessed/{id}/retry";

    /// <summary>The telephony provider's mid-call events.</summary>
    public const string CallWebhook = "api/callbacks/calls/{callId}";

    /// <summary>What callers hear, for the telephony provider to play.</summary>
    public const string Sound = "api/sounds/{name}";

    /// <summary>The numbers of the business.</summary>
    public const string Numbers = "api/numbers";

    /// <summary>The numbers at the telephony provider, and their setup.</summary>
    public const string NumberDiscovery = "api/numbers/discover";

    /// <summary>One of them.</summary>
    public const string Number = "api/numbers/{number}";

    /// <summary>What its callers hear first.</summary>
    public const string Greeting = "api/numbers/{number}/greeting";

    /// <summary>Who looks at a conversation, and who writes in it.</summary>
    public const string Presence = "api/conversations/{id}/presence";

    /// <summary>Where pages listen for changes. The local host serves it; in Azure, it is another service's address.</summary>
    public const string Live = "api/live";

    /// <summary>How a page gets there.</summary>
    public const string LiveNegotiation = "api/live/negotiate";

    /// <summary>What became of a command.</summary>
    public const string Command = "api/commands/{id}";

    /// <summary>List the team.</summary>
    public const string Team = "api/team";

    /// <summary>The names of the team's members, for each other.</summary>
    public const string Members = "api/members";

    /// <summary>A member of the team.</summary>
    public const string Member = "api/team/{userId}";

    /// <summary>The audit log.</summary>
    public const string Audit = "api/audit";

    /// <summary>Who is signed in.</summary>
    public const string Me = "api/me";

    /// <summary>Health.</summary>
    public const string Health = "api/health";

    /// <summary>The document of all of this.</summary>
    public const string OpenApi = "api/openapi.json";

    /// <summary>Every other address of the API, and every other method: the last to be looked at (<see cref="UnknownRoutes"/>).</summary>
    public const string Unknown = "api/{*path}";

    /// <summary>Where Event Grid posts, on the Functions host as on the local one; the query names the function.</summary>
    public const string EventGrid = "runtime/webhooks/EventGrid";

    /// <summary>All routes of the API. The Functions host serves <see cref="EventGrid"/> by itself.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", Conversations),
        new("GET", Conversation),
        new("PATCH", Conversation),
        new("DELETE", Conversation),
        new("POST", Marks),
        new("GET", Counts),
        new("GET", Timeline),
        new("POST", Messages),
        new("POST", Resend),
        new("PATCH", Message),
        new("DELETE", Message),
        new("POST", SendNow),
        new("POST", Comments),
        new("GET", SavedReplies),
        new("PUT", SavedReply),
        new("DELETE", SavedReply),
        new("GET", Webhooks),
        new("PUT", Webhook),
        new("DELETE", Webhook),
        new("POST", WebhookTest),
        new("GET", WebhookDeliveries),
        new("POST", ConversationCalls),
        new("POST", ConversationJobs),
        new("GET", Jobs),
        new("PATCH", Job),
        new("POST", Conversations),
        new("POST", ConversationCustomer),
        new("GET", Customers),
        new("POST", Customers),
        new("GET", Customer),
        new("PUT", Customer),
        new("DELETE", Customer),
        new("POST", CustomerMerge),
        new("POST", CustomerImport),
        new("GET", CustomerExport),
        new("GET", OptOuts),
        new("PUT", OptOut),
        new("POST", OptOutImport),
        new("GET", OptOutExport),
        new("GET", Search),
        new("GET", SearchRebuild),
        new("POST", SearchRebuild),
        new("GET", Statistics),
        new("GET", StatisticsExport),
        new("GET", Calls),
        new("GET", Recording),
        new("DELETE", Recording),
        new("POST", RecordingTickets),
        new("POST", Uploads),
        new("GET", Attachment),
        new("POST", AttachmentTickets),
        new("GET", Media),
        new("GET", Work),
        new("POST", WorkRetry),
        new("GET", Unprocessed),
        new("DELETE", UnprocessedEvent),
        new("POST", UnprocessedRetry),
        new("POST", CallWebhook),
        new("GET", Sound),
        new("PUT", Presence),
        new("POST", LiveNegotiation),
        new("GET", Numbers),
        new("GET", NumberDiscovery),
        new("POST", NumberDiscovery),
        new("PUT", Number),
        new("PUT", Greeting),
        new("GET", Command),
        new("GET", Members),
        new("GET", Team),
        new("PUT", Member),
        new("DELETE", Member),
        new("GET", Audit),
        new("GET", Me),
        new("PUT", Me),
        new("GET", Health),
        new("GET", OpenApi),
    ];
}
