using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ZuperConnect.Http;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>The answers that many operations have, each once in the components of the document.</summary>
internal static class Responses
{
    public const string ProblemJson = "application/problem+json";

    /// <summary>The shared responses with their problems.</summary>
    private static readonly (string Name, string[] Problems, string Description)[] OfProblems =
    [
        ("Invalid", [nameof(Problems.Invalid)],
            "`invalid`: a parameter or the body is not what the route takes; `detail` says which."),
        ("SignIn", [nameof(Problems.SignIn)], "`signIn`: there is no token, or it is expired or not valid."),
        ("NotAllowed", [nameof(Problems.NotAllowed)], "`notAllowed`: the user may not do this."),
        ("NotFound", [nameof(Problems.NotFound)], "`notFound`: there is no such conversation, item or command."),
        ("Broken", [nameof(Problems.Broken)],
            "`broken`: the body is incomplete. Send it again; with the same ids nothing is done twice."),
        ("IdTaken", [nameof(Problems.IdTaken)],
            "`idTaken`: the id that the client made names another message, comment or job."),
        ("Outdated", [nameof(Problems.Outdated)],
            "`outdated`: somebody else changed it since it was read. Nothing was done."),
        ("TooLarge", [nameof(Problems.TooLarge)],
            "`tooLarge`: the body is longer than 64 KiB, a greeting than 5 MiB, or a callback than 1 MiB or 1,000 events."),
        ("CannotBeSent", [nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted)],
            "Nothing was sent. `numberRetired`: nothing is sent from this number any more. `optedOut`: the customer texted STOP and must " +
            "text START first. `cannotBeTexted`: the other side is a hidden caller, a short code or a name."),
        ("Fault", [nameof(Problems.Fault)], "`fault`: a fault of the inbox."),
        ("StorageAway", [nameof(Problems.StorageAway), nameof(Problems.IssuerAway)],
            "`storageAway`, `issuerAway`: the inbox cannot reach its storage, or the issuer of the tokens. A change may have been made " +
            "all the same: repeat it with the same ids."),
        ("DependencyAway", [nameof(Problems.StorageAway), nameof(Problems.DependencyAway)],
            "`storageAway`, `dependencyAway`: storage, or something else that the inbox depends on, does not answer; `dependencies` says " +
            "which."),
    ];

    /// <summary>The shared response of these problems; null where there is none.</summary>
    public static IOpenApiResponse? Problem(OpenApiDocument document, params IReadOnlyList<string> problems) =>
        OfProblems.SingleOrDefault(one => one.Problems.Order().SequenceEqual(problems.Order())) is { Name: { } name } found
            ? Shared(document, name, new OpenApiResponse { Description = found.Description }.With(document, problems)) : null;

    /// <summary>The codes of all problems that the document has.</summary>
    public static IEnumerable<string> Codes(OpenApiDocument document) => document.Components!.Examples!.Values
        .Select(example => example.Value).OfType<JsonObject>().Select(value => (string?)value["code"]).OfType<string>()
        .Order(StringComparer.Ordinal);

    /// <summary>Gives a response the content and the headers of problems.</summary>
    public static OpenApiResponse With(this OpenApiResponse response, OpenApiDocument document, IReadOnlyList<string> problems)
    {
        response.Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemJson] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference("Problem", document),
                Examples = problems.Select(problem => Examples.OfProblem(document, problem)).ToDictionary(),
            },
        };
        foreach (var problem in problems.Select(Examples.Problem))
        {
            if (problem.RetryAfter is not null)
            {
                response.WithHeader("Retry-After", RetryAfter(document));
            }

            if (problem.Status is 401)
            {
                response.WithHeader("WWW-Authenticate", new OpenApiHeader
                {
                    Description = "`Bearer`, with `error=\"invalid_token\"` where a token came.",
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = JsonValue.Create("Bearer"),
                });
            }
        }

        return response;
    }

    /// <summary>202 with the address of the result.</summary>
    public static IOpenApiResponse Pending(OpenApiDocument document, string schema) => Shared(document, "Pending", new OpenApiResponse
    {
        Description = "The change is not done yet. `Location` is the address of its result.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(schema, document),
                Examples = new Dictionary<string, IOpenApiExample> { ["pending"] = Examples.Shared(document, "PendingCommand") },
            },
        },
    }.WithHeader("Location", new OpenApiHeader
    {
        Description = "The address of the result: `/api/commands/{id}`.",
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" },
    }).WithHeader("Retry-After", RetryAfter(document)));

    /// <summary>304 for an answer whose tag the client has.</summary>
    public static IOpenApiResponse NotModified(OpenApiDocument document) => Shared(document, "NotModified", new OpenApiResponse
    {
        Description = "The answer is the one whose tag is in `If-None-Match`.",
    }.WithHeader("ETag", AnswerTag(document)));

    /// <summary>A sound or a recording.</summary>
    public static IOpenApiResponse Audio(OpenApiDocument document) => Shared(document, "Audio", new OpenApiResponse
    {
        Description = "The audio: WAV (`audio/wav`), MP3 (`audio/mpeg`) or what the telephony provider made.",
        Content = new Dictionary<string, OpenApiMediaType> { ["audio/*"] = Binary("audio/*") },
    }.WithHeader("Link", new OpenApiHeader
    {
        Description = "The next part of the recording, as `rel=\"next\"`; missing in the last or only part.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    }));

    /// <summary>A file of any type.</summary>
    public static OpenApiResponse File(string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["*/*"] = Binary("application/octet-stream") },
    };

    /// <summary>Bytes of a content type.</summary>
    public static OpenApiMediaType Binary(string contentType, int? longest = null) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MaxLength = longest,
            ContentMediaType = contentType,
        },
    };

    /// <summary>The tag of an answer.</summary>
    public static IOpenApiHeader AnswerTag(OpenApiDocument document) =>
        Shared(document, "AnswerTag", Header("The tag of this answer, for `If-None-Match`."));

    /// <summary>The tag of a state.</summary>
    public static IOpenApiHeader ETag(OpenApiDocument document, string description) => Shared(document, "ETag", Header(description));

    /// <summary>Adds a header.</summary>
    public static OpenApiResponse WithHeader(this OpenApiResponse response, string name, IOpenApiHeader header)
    {
        (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = header;
        return response;
    }

    /// <summary>The header that says how long to wait.</summary>
    public static IOpenApiHeader RetryAfter(OpenApiDocument document) => Shared(document, "RetryAfter", new OpenApiHeader
    {
        Description = "Seconds to wait before asking again.",
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
    });

    private static OpenApiHeader Header(string description) => new()
    {
        Description = description,
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiHeaderReference Shared(OpenApiDocument document, string name, OpenApiHeader header)
    {
        document.AddComponent(name, header);
        return new(name, document);
    }

    private static OpenApiResponseReference Shared(OpenApiDocument document, string name, OpenApiResponse response)
    {
        document.AddComponent(name, response);
        return new(name, document);
    }
}
