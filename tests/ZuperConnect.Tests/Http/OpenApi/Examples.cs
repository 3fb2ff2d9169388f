using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.PhoneNumbers;
using SavedCustomer = ZuperConnect.Conversations.SavedCustomer;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// The examples of the document. No type tells what a typical request looks like, so those of requests and answers are written by hand, in
/// <c>examples.json</c>; tests compare them with the schemas. Those of problems are the problems themselves.
/// </summary>
internal static class Examples
{
    private static readonly JsonObject Written = JsonNode.Parse(
        typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!)!.AsObject();

    /// <summary>The problems whose details depend on the request, with the details of an example.</summary>
    private static readonly ProblemException[] Detailed =
    [
        Problems.Invalid($"limit is a whole number from 1 to {LimitParameterAttribute.MaxPageSize}."),
        Problems.SignIn("Send a bearer token in the Authorization header."),
        Problems.NotFound("There is no conversation with this id. List them with GET /api/conversations."),
        Problems.TooLarge(RequestReading.MaxBodyLength),
        Problems.AnotherCall(1),
        Problems.NumberTaken(Number, new SavedCustomer("7f1c0f2e-2b0e-4c0b-9a55-64a5f1a8d0c1", "Carla Lane")),
        Problems.UnknownNumber("to is one of the customer's numbers: +12065550199, +12065550111."),
        Problems.StorageAway(),
        Problems.AlreadyAnswered(null),
        Problems.DependencyAway(
            new(DependencyState.Healthy, DependencyState.Healthy, DependencyState.Away, DependencyState.Healthy)),
    ];

    private static PhoneNumber Number =>
        WrittenNumber.TryRead("+12065550199", null, out var written) ? written.Number : throw new InvalidOperationException();

    /// <summary>An example of a problem.</summary>
    /// <param name="factory">The name of its factory.</param>
    public static ProblemException Problem(string factory) =>
        Detailed.SingleOrDefault(problem => problem.Code == JsonNamingPolicy.CamelCase.ConvertName(factory))
        ?? (ProblemException)typeof(Problems).GetMethod(factory, BindingFlags.Public | BindingFlags.Static, [])!.Invoke(null, null)!;

    /// <summary>The example of a problem, by its code, as a reference to the one in the components.</summary>
    public static KeyValuePair<string, IOpenApiExample> OfProblem(OpenApiDocument document, string factory)
    {
        var problem = Problem(factory);
        return new(problem.Code, Add(document, factory, JsonSerializer.SerializeToNode(
            ((ProblemHttpResult)problem.ToResult()).ProblemDetails, JsonSerializerOptions.Web)!));
    }

    /// <summary>The examples of an operation's request or answer; null where there are none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="operationId">The operation.</param>
    /// <param name="part">The content type of a request, or the status of an answer.</param>
    public static Dictionary<string, IOpenApiExample>? Of(OpenApiDocument document, string operationId, string part) =>
        Written["operations"]![operationId]?[part] is not { } named ? null
            : named.AsObject().ToDictionary(example => example.Key, example =>
                example.Value is JsonValue name && Written["components"]!.AsObject().ContainsKey(name.ToString())
                    ? Shared(document, name.ToString()) : new OpenApiExample { Value = example.Value!.DeepClone() });

    /// <summary>An example that several operations have.</summary>
    public static IOpenApiExample Shared(OpenApiDocument document, string name) =>
        Add(document, name, Written["components"]![name]!);

    private static OpenApiExampleReference Add(OpenApiDocument document, string name, JsonNode value)
    {
        document.AddComponent(name, new OpenApiExample { Value = value.DeepClone() });
        return new OpenApiExampleReference(name, document);
    }
}
