using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class Introduction : IOpenApiDocumentTransformer
{
    /// <summary>The security scheme of users.</summary>
    public const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ZuperConnect",
            Version = "1",
            Summary = "A shared phone inbox: one list of conversations that the whole team answers from.",
            Description = Paragraphs(
                """
                JSON in camelCase. Times are ISO 8601 in UTC, phone numbers E.164 (`+14255550100`). Fields without a value are there and
                null; ignore fields you don't know. Every failure is a problem (RFC 9457, `application/problem+json`): show `detail` to
                people, decide by `code`. `HEAD` is answered wherever `GET` is. Another method at an address of this document is a 405 that
                says in `Allow` which it takes, and any other address a 404.

                Three facts of a conversation are independent of each other and shared by the whole team: `status` (open: it needs the
                team), `unread` (nobody has looked at something the customer did) and `unresponded` (the customer's last message or missed
                call had no answer that got through).

                Routes that change something answer with the effect: 200 and the conversation as it is now. Where that takes longer than
                about two seconds they answer 202 instead; ask the address in `Location` until it says 200 or why not.

                To page, repeat the request with `cursor` set to the last answer's `nextCursor`, until that is null.
                """),
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Security = [new OpenApiSecurityRequirement { [new(Bearer, document)] = [] }];
        document.Tags = new HashSet<OpenApiTag>
        {
            Tag("Conversations", "All that passed between one number of the business and one customer number."),
            Tag("Messages", "Texts and pictures to customers."),
            Tag("Customers", "Whom the team has saved; each phone number belongs to one of them."),
            Tag("Jobs", "What is to be done for customers."),
            Tag("Calls", "Calls with customers, voicemails and recordings."),
            Tag("Statistics", "What happened on each day."),
            Tag("Live", "What tells open pages that something has changed."),
            Tag("Team", "Who uses the inbox, and who did what."),
            Tag("Inbox", "The inbox itself."),
        };
        Add(Bearer, new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of the issuer that this inbox trusts.",
        });
        Add("ticket", new()
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = "ticket",
            Description = "A ticket for one recording or attachment, from its `/tickets`.",
        });
        Add("provider", new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token that the telephony provider signed for this inbox.",
        });
        return Task.CompletedTask;

        // Lines of the source end at 140 columns; paragraphs of the text do not.
        static string Paragraphs(string text) =>
            string.Join("\n\n", text.ReplaceLineEndings("\n").Split("\n\n").Select(DocComments.Unwrap));

        static OpenApiTag Tag(string name, string description) => new() { Name = name, Description = description };

        void Add(string name, OpenApiSecurityScheme scheme) => document.AddComponent(name, scheme);
    }
}
