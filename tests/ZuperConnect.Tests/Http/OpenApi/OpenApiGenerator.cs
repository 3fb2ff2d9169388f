using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using ZuperConnect.Http;
using ZuperConnect.Json;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Generates the OpenAPI document from the handlers in <c>inbox/Http</c>: their attributes and doc comments, and the records that they
/// read and write. The hosts need nothing of this: they serve the file.
/// </summary>
internal static class OpenApiGenerator
{
    private const string Name = "openapi";

    /// <summary>The handlers of the API with their routes: methods with an attribute such as <c>HttpGet</c>.</summary>
    public static IReadOnlyList<(MethodInfo Handler, HttpMethodAttribute Route)> Handlers { get; } =
    [
        .. from type in typeof(Routes).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let route = method.GetCustomAttribute<HttpMethodAttribute>()
           where route is not null
           select (method, route),
    ];

    /// <summary>The document as JSON.</summary>
    public static async Task<string> GenerateAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var schemas = new Schemas();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = schemas.NameOf;
            options.AddOperationTransformer(new Operations());
            options.AddDocumentTransformer(schemas);
            options.AddDocumentTransformer<Introduction>();
        });
        foreach (var service in Handlers.SelectMany(handler => handler.Handler.GetParameters()).Select(parameter => parameter.ParameterType)
            .Where(type => type != typeof(HttpRequest) && type != typeof(string) && type != typeof(CancellationToken)).Distinct())
        {
            // Never made: so that the parameter is taken for a service, and not for the body.
            builder.Services.AddSingleton(service, _ => throw new InvalidOperationException());
        }

        await using var app = builder.Build();
        app.UseRouting();
        foreach (var (method, template) in Routes.All)
        {
            var (handler, _) = Handlers.Single(one => one.Route.HttpMethods.Single() == method && one.Route.Template == template);
            Map(app, handler);
        }

        foreach (var type in Schemas.Others)
        {
            app.MapGet(type.Name, () => { }).WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, type));
        }

        app.UseEndpoints(_ => { });
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellation);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation) + "\n";
    }

    private static void Map(WebApplication app, MethodInfo handler)
    {
        var route = handler.GetCustomAttribute<HttpMethodAttribute>()!;
        Type[] types = [.. handler.GetParameters().Select(parameter => parameter.ParameterType), handler.ReturnType];
        app.MapMethods(
                route.Template!, route.HttpMethods,
                handler.CreateDelegate(
                    Expression.GetDelegateType(types), RuntimeHelpers.GetUninitializedObject(handler.DeclaringType!)))
            .WithMetadata([.. handler.DeclaringType!.GetCustomAttributes<TagsAttribute>()])
            .WithName(route.Name!);
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = InboxJson.Options.NumberHandling;
        foreach (var converter in InboxJson.Options.Converters.Where(converter => converter.CanConvert(typeof(DayOfWeek))))
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
    }
}
