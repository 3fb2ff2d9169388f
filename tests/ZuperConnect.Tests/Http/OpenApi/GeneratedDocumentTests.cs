using System.Text.Json.Nodes;
using ZuperConnect.Http;

namespace ZuperConnect.Tests.Http.OpenApi;

public sealed class GeneratedDocumentTests
{
    /// <summary>Has the file written anew instead of compared.</summary>
    private const string Rewrite = "REWRITE_OPENAPI";

    private static readonly string File = Path.Combine(Repository.Root, "inbox", "Http", "openapi.json");

    [Fact]
    public async Task The_file_is_what_the_handlers_describe()
    {
        var generated = await OpenApiGenerator.GenerateAsync(TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable(Rewrite) is not null)
        {
            await System.IO.File.WriteAllTextAsync(File, generated, TestContext.Current.CancellationToken);
        }

        var (written, described) = ((await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken)).Split('\n'),
            generated.Split('\n'));
        var line = written.Zip(described).TakeWhile(both => both.First == both.Second).Count();
        Assert.True(
            line == written.Length && line == described.Length,
            $"Line {line + 1} of {File} would be {described.ElementAtOrDefault(line)?.Trim() ?? "gone"}. " +
            $"Look at it, and write the file anew by running this test with the environment variable {Rewrite}.");
    }

    [Fact]
    public void Every_route_has_a_handler_that_describes_it() => Assert.Equal(
        Routes.All.Select(route => $"{route.Method} {route.Template}").Order(),
        OpenApiGenerator.Handlers.Select(one => $"{one.Route.HttpMethods.Single()} {one.Route.Template}").Order());

    [Fact]
    public void Every_example_is_what_its_schema_says()
    {
        var document = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        var examples =
            from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            from content in Contents(document, operation.Value!)
            where content["examples"] is not null
            from example in content["examples"]!.AsObject()
            select (
                Name: $"{operation.Key} {path.Key} {example.Key}",
                Value: SchemaValidator.Resolve(document, example.Value!)["value"], Schema: content["schema"]!);

        Assert.All(examples, example => Assert.Equal(
            "", string.Join(", ", new SchemaValidator(document).Faults(example.Value, example.Schema, example.Name))));
    }

    private static IEnumerable<JsonNode> Contents(JsonNode document, JsonNode operation) =>
        operation["responses"]!.AsObject().Select(response => response.Value!).Append(operation["requestBody"]).OfType<JsonNode>()
            .Select(part => SchemaValidator.Resolve(document, part)["content"]).OfType<JsonObject>()
            .SelectMany(contents => contents.Select(content => content.Value!));
}
