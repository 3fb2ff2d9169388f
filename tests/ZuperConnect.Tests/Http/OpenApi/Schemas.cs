using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers.Import;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Live;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Names the schemas, and adds to them what the framework cannot know: what our JSON converters write, which properties a request must and
/// an answer does have, and what the attributes of <c>ZuperConnect.Http.OpenApi</c> say.
/// </summary>
internal sealed class Schemas : IOpenApiDocumentTransformer
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
        [typeof(PhoneNumber), typeof(WorkId), typeof(WorkKind), typeof(HealthStatus), typeof(ContactField), typeof(Stream), typeof(JsonObject)];

    /// <summary>What the types of <c>SharedSchemas.cs</c> are in JSON.</summary>
    private static readonly Dictionary<Type, Func<OpenApiDocument, OpenApiSchema>> Shared = new()
    {
        [typeof(Display)] = _ => Text(),
        [typeof(DeviceDisplay)] = _ => Nullable(Text()),
        [typeof(Device)] = _ => Nullable(Text()),
        [typeof(Etag)] = _ => Text(),
        [typeof(NextCursor)] = _ => Nullable(Text()),
        [typeof(ItemId)] = _ => Text(),
        [typeof(ItemTime)] = _ => Text("date-time"),
        [typeof(MessageId)] = _ => Text("uuid"),
        [typeof(SeenThrough)] = _ => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        [typeof(Permissions)] = document => new()
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchemaReference(nameof(Permission), document),
        },
        [typeof(By)] = document => NullOr(new OpenApiSchemaReference(nameof(Author), document)),
    };

    /// <summary>What the properties of types below <c>inbox/Http</c> are, which cannot say it themselves.</summary>
    private static readonly Dictionary<(Type, string), Type> Below = new()
    {
        [(typeof(Page<>), "nextCursor")] = typeof(NextCursor),
        [(typeof(TimelineItem), "id")] = typeof(ItemId),
        [(typeof(TimelineItem), "at")] = typeof(ItemTime),
        [(typeof(TimelineItem), "by")] = typeof(By),
        [(typeof(JobItem), "jobId")] = typeof(Guid),
        [(typeof(CallChanged), "callId")] = typeof(ItemId),
    };

    /// <summary>The records that always have a direction; other items of a timeline never have one.</summary>
    private static readonly HashSet<Type> HasDirection = [typeof(MessageItem), typeof(CallItem), typeof(LoggedCallJson)];

    private readonly Dictionary<string, JsonTypeInfo> _types = [];

    /// <summary>Types that no operation names, and the document has all the same: hints, and what one body has of another.</summary>
    public static IReadOnlyList<Type> Others { get; } = [typeof(LiveHint), typeof(CustomerDetailsBody)];

    /// <summary>The name of a type's schema; null where it has none of its own.</summary>
    public string? NameOf(JsonTypeInfo type)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null || NameOf(type.Type) is not { } name)
        {
            return null;
        }

        _types[name] = type.Options.GetTypeInfo(System.Nullable.GetUnderlyingType(type.Type) ?? type.Type);
        return name;
    }

    /// <inheritdoc cref="NameOf(JsonTypeInfo)"/>
    public static string? NameOf(Type type)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return Inlined.Contains(type) || definition == typeof(Optional<>) ? null
            : Names.TryGetValue(type, out var name) ? name
            : definition == typeof(Page<>) ? $"{NameOf(type.GenericTypeArguments[0])}Page"
            : type.Name.EndsWith("Json", StringComparison.Ordinal) || IsBody(type) ? type.Name[..^4]
            : type.Name;
    }

    /// <summary>The schema of a type, by its name where it has one.</summary>
    public static IOpenApiSchema Of(OpenApiDocument document, Type type)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        if (Shared.TryGetValue(type, out var shared))
        {
            var schema = shared(document);
            schema.Description = DocComments.Of(type);
            document.AddComponent(type.Name, schema);
            return new OpenApiSchemaReference(type.Name, document);
        }

        return type == typeof(string) || type == typeof(WorkId) ? Text()
            : type == typeof(PhoneNumber) ? Text()
            : type == typeof(Guid) ? Text("uuid")
            : type == typeof(DateTimeOffset) ? Text("date-time")
            : type == typeof(Uri) ? Text("uri")
            : type == typeof(UriReference) ? Text("uri-reference")
            : type == typeof(bool) ? new OpenApiSchema { Type = JsonSchemaType.Boolean }
            : type == typeof(int) ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" }
            : type == typeof(TimeSpan) ? new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" }
            : ItemOf(type) is { } item ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = OfItem(document, item) }
            : new OpenApiSchemaReference(NameOf(type)!, document);
    }

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var type in Others)
        {
            document.Paths.Remove($"/{type.Name}");
        }

        var schemas = document.Components!.Schemas!;
        schemas.Remove(nameof(IFormFile));
        foreach (var (name, type) in _types.ToList())
        {
            if (type.PolymorphismOptions is { } variants)
            {
                foreach (var variant in variants.DerivedTypes)
                {
                    var variantName = NameOf(variant.DerivedType)!;
                    schemas.Remove(name + variantName, out var schema);
                    Complete(document, (OpenApiSchema)schema!, type.Options.GetTypeInfo(variant.DerivedType));
                    schema!.Properties![variants.TypeDiscriminatorPropertyName] =
                        new OpenApiSchema { Type = JsonSchemaType.String, Const = (string)variant.TypeDiscriminator! };
                    schema.Required!.Add(variants.TypeDiscriminatorPropertyName);
                    schemas[variantName] = schema;
                }

                var mapping = variants.DerivedTypes.ToDictionary(
                    variant => (string)variant.TypeDiscriminator!,
                    variant => new OpenApiSchemaReference(NameOf(variant.DerivedType)!, document));
                schemas[name] = new OpenApiSchema
                {
                    Description = DocComments.Unwrap(schemas[name].Description!),
                    OneOf = [.. mapping.Values],
                    Discriminator = new() { PropertyName = variants.TypeDiscriminatorPropertyName, Mapping = mapping },
                };
            }
            else if (schemas.TryGetValue(name, out var schema))
            {
                Complete(document, (OpenApiSchema)schema, type);
            }
        }

        ((OpenApiSchema)schemas["ChangedConversation"]).AllOf =
        [
            new OpenApiSchemaReference("Conversation", document),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["item"] = new OpenApiSchemaReference(nameof(TimelineItem), document)
                    {
                        Description = DocComments.Of(typeof(ConversationJson).GetProperty(nameof(ConversationJson.Item))!),
                    },
                },
            },
        ];
        ((OpenApiSchema)schemas["ChangedConversation"]).Type = null;
        schemas["Conversation"].Properties!.Remove("item");
        ((OpenApiSchema)schemas["Problem"].Properties!["code"]).Enum =
            [.. Responses.Codes(document).Select(code => (JsonNode)code)];
        return Task.CompletedTask;
    }

    private static void Complete(OpenApiDocument document, OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Description = DocComments.Unwrap(schema.Description);
        if (type.Type == typeof(ConversationId))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^[0-9]+-([0-9]+|x[A-Za-z0-9_-]+|anonymous)$");
        }
        else if (type.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type.Type).Select(value => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(value))];
            schema.Description = $"{DocComments.Of(type.Type)} {DocComments.OfValues(type.Type)}";
        }
        else if (schema.Properties is { } properties)
        {
            schema.Type = JsonSchemaType.Object;
            schema.Required = new HashSet<string>();
            foreach (var property in type.Properties.Where(property => properties.ContainsKey(property.Name)))
            {
                properties[property.Name] = Complete(document, properties[property.Name], type.Type, property, out var isRequired);
                if (isRequired)
                {
                    schema.Required.Add(property.Name);
                }
            }

            if (type.Type.GetCustomAttribute<ExactlyOneAttribute>(inherit: false) is { } alternatives)
            {
                Split(schema, alternatives);
            }
            else if (type.Type.BaseType is { } parent && IsBody(parent))
            {
                Extend(document, schema, type, parent);
            }
        }
    }

    /// <summary>One schema for each of the properties of which an object has exactly one.</summary>
    private static void Split(OpenApiSchema schema, ExactlyOneAttribute alternatives)
    {
        var names = alternatives.Properties.Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        schema.OneOf =
        [
            .. names.Select(name => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { name },
                Properties = schema.Properties!.Where(property => property.Key == name || !names.Contains(property.Key))
                    .ToDictionary(property => property.Key, property => property.Value),
            }),
        ];
        (schema.Type, schema.Properties, schema.Required) = (null, null, null);
    }

    /// <summary>The schema of a record that extends another.</summary>
    private static void Extend(OpenApiDocument document, OpenApiSchema schema, JsonTypeInfo type, Type parent)
    {
        var own = type.Properties.Where(property => property.AttributeProvider is PropertyInfo declared && declared.DeclaringType == type.Type)
            .Select(property => property.Name).ToHashSet();
        schema.AllOf =
        [
            new OpenApiSchemaReference(NameOf(parent)!, document),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = schema.Required!.Where(own.Contains).ToHashSet(),
                Properties = schema.Properties!.Where(property => own.Contains(property.Key))
                    .ToDictionary(property => property.Key, property => property.Value),
            },
        ];
        (schema.Type, schema.Properties, schema.Required) = (null, null, null);
    }

    private static IOpenApiSchema Complete(
        OpenApiDocument document, IOpenApiSchema written, Type owner, JsonPropertyInfo property, out bool isRequired)
    {
        var attributes = Attributes(property);
        var isBody = IsBody(property.DeclaringType);
        var isLeftOut = attributes.OfType<JsonIgnoreAttribute>().Any();
        isRequired = isBody ? attributes.OfType<RequiredAttribute>().Any() : !isLeftOut;

        var type = property.PropertyType;
        var optional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GenericTypeArguments[0] : null;
        var schemaOf = attributes.OfType<ISchemaOf>().SingleOrDefault()?.Type ?? SchemaBelow(property);
        var isNullable = isBody
            ? (optional is { IsValueType: false } && schemaOf is null) || attributes.OfType<AllowNullAttribute>().Any()
            : !isLeftOut && (System.Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && property.IsGetNullable));

        // An item without a direction has null; the direction of the others is always there.
        if (property.Name == "direction")
        {
            isNullable = false;
            schemaOf = HasDirection.Contains(owner) ? typeof(Direction) : null;
            if (schemaOf is null)
            {
                return new OpenApiSchema { Type = JsonSchemaType.Null };
            }
        }

        var description = DocComments.Unwrap(Description(written));
        var schema = schemaOf is not null || optional is not null || IsUnknown(written)
            ? Of(document, schemaOf ?? optional ?? type) : WithoutNull(written);
        if (schema is OpenApiSchemaReference reference)
        {
            // What is described once is not described again.
            description = schemaOf is not null && Shared.ContainsKey(schemaOf) ? null : description;
            isNullable &= schemaOf is null || !Shared.ContainsKey(schemaOf) || !HasNull(Shared[schemaOf](document));
            if (isNullable)
            {
                var either = NullOr(new OpenApiSchemaReference(reference.Reference.Id!, document));
                either.Description = description;
                return either;
            }

            return new OpenApiSchemaReference(reference.Reference.Id!, document) { Description = description };
        }

        var own = (OpenApiSchema)schema;
        own.Description = description;
        own.Type = own.Enum is { Count: > 0 } && own.Type is null ? JsonSchemaType.String : own.Type & ~JsonSchemaType.Null;
        AddBounds(own, attributes);
        return isNullable ? Nullable(own) : own;
    }

    /// <summary>The attributes of a property, and of the parameter of its record that it comes from.</summary>
    private static object[] Attributes(JsonPropertyInfo property) => property.AttributeProvider is not PropertyInfo declared ? [] :
    [
        .. declared.GetCustomAttributes(true),
        .. declared.DeclaringType!.GetConstructors().SelectMany(made => made.GetParameters())
            .Where(parameter => parameter.Name == declared.Name).SelectMany(parameter => parameter.GetCustomAttributes(true)),
    ];

    private static void AddBounds(OpenApiSchema schema, object[] attributes)
    {
        var isList = schema.Type is JsonSchemaType.Array;
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case LengthAttribute length when isList:
                    (schema.MinItems, schema.MaxItems) = (length.MinimumLength, length.MaximumLength);
                    break;
                case LengthAttribute length:
                    (schema.MinLength, schema.MaxLength) = (length.MinimumLength, length.MaximumLength);
                    break;
                case MaxLengthAttribute { Length: var longest } when isList:
                    schema.MaxItems = longest;
                    break;
                case MaxLengthAttribute { Length: var longest }:
                    schema.MaxLength = longest;
                    break;
                case RangeAttribute range:
                    schema.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
                    schema.Maximum = range.Maximum is double.MaxValue
                        ? null : Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
                    break;
                case RegularExpressionAttribute expression:
                    schema.Pattern = expression.Pattern;
                    break;
                case AllowedValuesAttribute allowed:
                    schema.Enum = [.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value)!)];
                    break;
            }
        }
    }

    private static Type? SchemaBelow(JsonPropertyInfo property)
    {
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            if (Below.TryGetValue((type.IsGenericType ? type.GetGenericTypeDefinition() : type, property.Name), out var schema))
            {
                return schema;
            }
        }

        return null;
    }

    /// <summary>What is said of a property itself, and not of its type.</summary>
    private static string? Description(IOpenApiSchema schema) => schema is OpenApiSchemaReference reference ? reference.Reference.Description
        : schema.Description ?? schema.OneOf?.Select(Description).SingleOrDefault(description => description is not null);

    /// <summary>Whether the framework did not know what a converter of ours writes.</summary>
    private static bool IsUnknown(IOpenApiSchema schema) => schema is OpenApiSchema { Enum: null, OneOf: null }
        && (schema.Type is null || schema is { Type: JsonSchemaType.Array or (JsonSchemaType.Array | JsonSchemaType.Null), Items: null });

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema) =>
        schema.OneOf?.Where(one => one.Type is not JsonSchemaType.Null).ToList() is [var only] ? only : schema;

    private static bool HasNull(OpenApiSchema schema) =>
        schema.AnyOf is { Count: > 0 } || schema.Type is { } type && type.HasFlag(JsonSchemaType.Null);

    private static OpenApiSchema NullOr(OpenApiSchemaReference reference) =>
        new() { AnyOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static IOpenApiSchema OfItem(OpenApiDocument document, Type item)
    {
        var schema = Of(document, item);
        if (item == typeof(PhoneNumber))
        {
            ((OpenApiSchema)schema).Description = "E.164, with its plus.";
            ((OpenApiSchema)schema).Examples = ["+12065550199"];
        }

        return schema;
    }

    private static Type? ItemOf(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type)
        ? type.GenericTypeArguments.Single() : null;

    private static bool IsBody(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);
}
