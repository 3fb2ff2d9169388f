using System.Collections;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers.Import;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>What the types of the API are called in the document, and what they are in JSON.</summary>
internal static class SchemaTypes
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(TimelineJson)] = "TimelinePage",
        [typeof(Page<LoggedCallJson>)] = "CallPage",
        [typeof(Page<AuditEntry>)] = "AuditPage",
        [typeof(Page<FailedWorkJson>)] = "WorkPage",
        [typeof(Page<UnprocessedJson>)] = "UnprocessedPage",
        [typeof(UnprocessedJson)] = "UnprocessedEvent",
        [typeof(DependencyState)] = "Dependency",
    };

    /// <summary>Types whose schemas stand where they are used.</summary>
    private static readonly HashSet<Type> Inlined =
    [
        typeof(PhoneNumber), typeof(WorkId), typeof(WorkKind), typeof(HealthStatus), typeof(ContactField), typeof(Stream),
        typeof(JsonObject),
    ];

    /// <summary>What the types of <c>SharedSchemas.cs</c> are in JSON.</summary>
    private static readonly Dictionary<Type, Func<OpenApiDocument, OpenApiSchema>> Shared = new()
    {
        [typeof(Display)] = _ => Text(),
        [typeof(DeviceDisplay)] = _ => OrNull(Text()),
        [typeof(Device)] = _ => OrNull(Text()),
        [typeof(Etag)] = _ => Text(),
        [typeof(NextCursor)] = _ => OrNull(Text()),
        [typeof(ItemId)] = _ => Text(),
        [typeof(ItemTime)] = _ => Text("date-time"),
        [typeof(MessageId)] = _ => Text("uuid"),
        [typeof(SeenThrough)] = _ => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        [typeof(Permissions)] = document => List(new OpenApiSchemaReference(nameof(Permission), document)),
        [typeof(By)] = document => OrNull(new OpenApiSchemaReference(nameof(Author), document)),
    };

    /// <summary>The name of a type's schema; null where it has none of its own.</summary>
    public static string? NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return Inlined.Contains(type) || definition == typeof(Optional<>) ? null
            : Names.TryGetValue(type, out var name) ? name
            : definition == typeof(Page<>) ? $"{NameOf(type.GenericTypeArguments[0])}Page"
            : type.Name.EndsWith("Json", StringComparison.Ordinal) || IsBody(type) ? type.Name[..^4]
            : type.Name;
    }

    /// <summary>Whether it is the body of a request, or a part of one.</summary>
    public static bool IsBody(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);

    /// <summary>Whether it is one of <c>SharedSchemas.cs</c>, which says itself whether it may be null.</summary>
    public static bool IsShared(Type type, OpenApiDocument document, out bool hasNull)
    {
        var schema = Shared.GetValueOrDefault(type)?.Invoke(document);
        hasNull = schema is { AnyOf: not null } || (schema?.Type ?? default).HasFlag(JsonSchemaType.Null);
        return schema is not null;
    }

    /// <summary>The schema of a type, by its name where it has one.</summary>
    public static IOpenApiSchema Of(OpenApiDocument document, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Shared.TryGetValue(type, out var shared))
        {
            var schema = shared(document);
            schema.Description = DocComments.Of(type);
            document.AddComponent(type.Name, schema);
            return new OpenApiSchemaReference(type.Name, document);
        }

        return type == typeof(string) || type == typeof(PhoneNumber) || type == typeof(WorkId) ? Text()
            : type == typeof(Guid) ? Text("uuid")
            : type == typeof(DateTimeOffset) ? Text("date-time")
            : type == typeof(Uri) ? Text("uri")
            : type == typeof(UriReference) ? Text("uri-reference")
            : type == typeof(bool) ? new OpenApiSchema { Type = JsonSchemaType.Boolean }
            : type == typeof(int) ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" }
            : type == typeof(TimeSpan) ? new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" }
            : typeof(IEnumerable).IsAssignableFrom(type) ? List(OfItem(document, type.GenericTypeArguments.Single()))
            : new OpenApiSchemaReference(NameOf(type)!, document);
    }

    /// <summary>A schema, or null.</summary>
    public static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema own)
        {
            own.Type |= JsonSchemaType.Null;
            return own;
        }

        return new() { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
    }

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema List(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    private static IOpenApiSchema OfItem(OpenApiDocument document, Type item) => item == typeof(PhoneNumber)
        ? new OpenApiSchema { Type = JsonSchemaType.String, Description = "E.164, with its plus.", Examples = ["+12065550199"] }
        : Of(document, item);
}
