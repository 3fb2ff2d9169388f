using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ZuperConnect.Conversations;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Live;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Names the schemas, and adds to them what the framework cannot know: what our JSON converters write, which properties a request must and
/// an answer does have, and what the attributes of <c>ZuperConnect.Http.OpenApi</c> say.
/// </summary>
internal sealed class Schemas : IOpenApiDocumentTransformer
{
    private readonly Dictionary<string, JsonTypeInfo> _types = [];

    /// <summary>Types that no operation names, and the document has all the same: hints, and what one body has of another.</summary>
    public static IReadOnlyList<Type> Others { get; } = [typeof(LiveHint), typeof(CustomerDetailsBody)];

    /// <summary>The name of a type's schema; null where it has none of its own.</summary>
    public string? NameOf(JsonTypeInfo type)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null || SchemaTypes.NameOf(type.Type) is not { } name)
        {
            return null;
        }

        _types[name] = type.Options.GetTypeInfo(Nullable.GetUnderlyingType(type.Type) ?? type.Type);
        return name;
    }

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var type in Others)
        {
            document.Paths.Remove($"/{type.Name}");
        }

        var schemas = document.Components!.Schemas!;

        // The framework's schema of a stream, of which Responses makes better ones.
        schemas.Remove(nameof(IFormFile));
        schemas.Remove(nameof(AnyFile));
        foreach (var (name, type) in _types.ToList())
        {
            if (type.PolymorphismOptions is { } variants)
            {
                schemas[name] = OneOf(document, name, type, variants);
            }
            else if (schemas.TryGetValue(name, out var schema))
            {
                Complete(document, (OpenApiSchema)schema, type);
            }
        }

        ExtendConversation(document, schemas);
        ((OpenApiSchema)schemas["Problem"].Properties!["code"]).Enum = [.. Responses.Codes(document).Select(code => (JsonNode)code)];
        return Task.CompletedTask;
    }

    /// <summary>The schema of an abstract type, and those of the types derived from it, without its name before theirs.</summary>
    private static OpenApiSchema OneOf(OpenApiDocument document, string name, JsonTypeInfo type, JsonPolymorphismOptions variants)
    {
        var schemas = document.Components!.Schemas!;
        var mapping = new Dictionary<string, OpenApiSchemaReference>();
        foreach (var variant in variants.DerivedTypes)
        {
            var (variantName, value) = (SchemaTypes.NameOf(variant.DerivedType)!, (string)variant.TypeDiscriminator!);
            var schema = (OpenApiSchema)schemas[name + variantName];
            schemas.Remove(name + variantName);
            Complete(document, schema, type.Options.GetTypeInfo(variant.DerivedType));
            schema.Properties![variants.TypeDiscriminatorPropertyName] = new OpenApiSchema { Type = JsonSchemaType.String, Const = value };
            schema.Required!.Add(variants.TypeDiscriminatorPropertyName);
            schemas[variantName] = schema;
            mapping[value] = new(variantName, document);
        }

        return new()
        {
            Description = DocComments.Unwrap(schemas[name].Description),
            OneOf = [.. mapping.Values],
            Discriminator = new() { PropertyName = variants.TypeDiscriminatorPropertyName, Mapping = mapping },
        };
    }

    /// <summary>A conversation with its item has a schema of its own, as only a change is answered with an item.</summary>
    private static void ExtendConversation(OpenApiDocument document, IDictionary<string, IOpenApiSchema> schemas)
    {
        var item = typeof(ConversationJson).GetProperty(nameof(ConversationJson.Item))!;
        var name = JsonNamingPolicy.CamelCase.ConvertName(item.Name);
        schemas[SchemaTypes.NameOf(typeof(ConversationJson))!].Properties!.Remove(name);
        var changed = (OpenApiSchema)schemas[SchemaTypes.NameOf(typeof(ChangedConversationJson))!];
        changed.Type = null;
        changed.AllOf =
        [
            SchemaTypes.Of(document, typeof(ConversationJson)),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    [name] = new OpenApiSchemaReference(nameof(TimelineItem), document) { Description = DocComments.Of(item) },
                },
            },
        ];
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
            schema.Enum = [
                .. Enum.GetValues(type.Type).Cast<object>()
                    .Select(value => JsonSerializer.SerializeToNode(value, type.Type, InboxJson.Options)!)];
            schema.Description = type.Type.Assembly == typeof(object).Assembly
                ? null : $"{DocComments.Of(type.Type)} {DocComments.OfValues(type.Type)}";
        }
        else if (schema.Properties is { } properties)
        {
            schema.Type = JsonSchemaType.Object;
            schema.Required = new HashSet<string>();
            foreach (var property in type.Properties.Where(property => properties.ContainsKey(property.Name)))
            {
                properties[property.Name] =
                    SchemaProperties.Complete(document, properties[property.Name], type.Type, property, out var isRequired);
                if (isRequired)
                {
                    schema.Required.Add(property.Name);
                }
            }

            if (type.Type.GetCustomAttribute<ExactlyOneAttribute>(inherit: false) is { } alternatives)
            {
                Split(schema, alternatives);
            }
            else if (type.Type.BaseType is { } parent && SchemaTypes.IsBody(parent))
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
        var own = type.Properties
            .Where(property => property.AttributeProvider is PropertyInfo declared && declared.DeclaringType == type.Type)
            .Select(property => property.Name).ToHashSet();
        schema.AllOf =
        [
            new OpenApiSchemaReference(SchemaTypes.NameOf(parent)!, document),
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
}
