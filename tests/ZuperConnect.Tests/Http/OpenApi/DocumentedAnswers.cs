using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Template;
using ZuperConnect.Http;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Holds every answer of the API that a test gets against the document: its status is one of the operation's, and its JSON is what the
/// schema says.
/// </summary>
internal sealed class DocumentedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly JsonNode Document = JsonNode.Parse(typeof(Routes).Assembly.GetManifestResourceStream("openapi.json")!)!;

    /// <summary>The routes, those without parameters first: they win.</summary>
    private static readonly (Route Route, TemplateMatcher Matcher)[] All =
    [
        .. Routes.All.Select(route => (Route: route, Template: TemplateParser.Parse(route.Template)))
            .OrderBy(one => one.Template.Parameters.Count).Select(one => (one.Route, new TemplateMatcher(one.Template, []))),
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var method = request.Method == HttpMethod.Head ? HttpMethod.Get.Method : request.Method.Method;
        var path = request.RequestUri!.AbsolutePath;

        // What the host refuses before the API sees it has no headers of the API.
        if (response.Headers.Contains("X-Content-Type-Options")
            && All.FirstOrDefault(one => one.Matcher.TryMatch(path, [])).Route is { } found
            && Document["paths"]![$"/{found.Template}"]![method.ToLowerInvariant()] is { } operation)
        {
            await CheckAsync(response, operation, $"{method} {path}", cancellationToken);
        }

        return response;
    }

    private static async Task CheckAsync(HttpResponseMessage response, JsonNode operation, string name, CancellationToken cancellation)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        Assert.True(operation["responses"]![status] is not null, $"{name} answered {status}, of which the document says nothing.");
        var type = response.Content.Headers.ContentType?.MediaType;
        var content = SchemaValidator.Resolve(Document, operation["responses"]![status]!)["content"]?[type ?? ""];
        if (type is "application/json" or Responses.ProblemJson && response.RequestMessage!.Method != HttpMethod.Head)
        {
            Assert.True(content is not null, $"{name} answered {status} with {type}, of which the document says nothing.");
            await response.Content.LoadIntoBufferAsync(cancellation);
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation));
            var faults = string.Join(", ", new SchemaValidator(Document).Faults(body, content["schema"]!, "the answer"));
            Assert.True(faults.Length is 0, $"{name} answered {status} with what the schema does not say: {faults}.");
        }
    }
}
