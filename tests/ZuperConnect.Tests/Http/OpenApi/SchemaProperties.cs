using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using ZuperConnect.Conversations;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Live;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Adds to the schema of a property what the framework cannot know: what our JSON converters write, whether it may be left out or null, and
/// its bounds.
/// </summary>
internal static class SchemaProperties
{
    /// <summary>What the properties of types below <c>inbox/Http</c> are, which cannot say it by <c>SchemaOf</c>.</summary>
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

    /// <summary>The whole schema of a property.</summary>
    /// <param name="document">The document.</param>
    /// <param name="written">What the framework wrote.</param>
    /// <param name="owner">The type that has the property.</param>
    /// <param name="property">The property.</param>
    /// <param name="isRequired">Whether it is always there.</param>
    public static IOpenApiSchema Complete(
        OpenApiDocument document, IOpenApiSchema written, Type owner, JsonPropertyInfo property, out bool isRequired)
    {
        var attributes = Attributes(property);
        var isBody = SchemaTypes.IsBody(property.DeclaringType);
        var isLeftOut = attributes.OfType<JsonIgnoreAttribute>().Any();
        isRequired = isBody ? attributes.OfType<RequiredAttribute>().Any() : !isLeftOut;
        if (property.Name == "direction" && !HasDirection.Contains(owner))
        {
            return new OpenApiSchema { Type = JsonSchemaType.Null };
        }

        var type = property.PropertyType;
        var optional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GenericTypeArguments[0] : null;
        var schemaOf = attributes.OfType<ISchemaOf>().SingleOrDefault()?.Type ?? OfBelow(property);
        var mayHoldNull = optional is not null && (!optional.IsValueType || Nullable.GetUnderlyingType(optional) is not null);
        var isNullable = isBody
            ? (mayHoldNull && schemaOf is null) || attributes.OfType<AllowNullAttribute>().Any()
            : !isLeftOut && property.Name != "direction"
                && (Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && property.IsGetNullable));

        var description = DocComments.Unwrap(Description(written));
        if (schemaOf is not null && SchemaTypes.IsShared(schemaOf, document, out var hasNull))
        {
            // What is described once is not described again.
            (description, isNullable) = (null, isNullable && !hasNull);
        }

        var schema = schemaOf is not null || optional is not null || IsUnknown(written)
            ? SchemaTypes.Of(document, schemaOf ?? optional ?? type) : WithoutNull(written);
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (!isNullable)
            {
                return new OpenApiSchemaReference(id, document) { Description = description };
            }

            var either = SchemaTypes.OrNull(new OpenApiSchemaReference(id, document));
            either.Description = description;
            return either;
        }

        var own = (OpenApiSchema)schema;
        own.Description = description;
        own.Type = own is { Type: null, Enum.Count: > 0 } ? JsonSchemaType.String : own.Type & ~JsonSchemaType.Null;
        AddBounds(own, attributes);
        return isNullable ? SchemaTypes.OrNull(own) : own;
    }

    /// <summary>The attributes of a property, and of the parameter of its record that it comes from.</summary>
    private static object[] Attributes(JsonPropertyInfo property) => property.AttributeProvider is not PropertyInfo declared ? [] :
    [
        .. declared.GetCustomAttributes(true),
        .. declared.DeclaringType!.GetConstructors().SelectMany(made => made.GetParameters())
            .Where(parameter => parameter.Name == declared.Name).SelectMany(parameter => parameter.GetCustomAttributes(true)),
    ];

    private static Type? OfBelow(JsonPropertyInfo property)
    {
        var owner = property.DeclaringType;
        return Below.GetValueOrDefault((owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner, property.Name));
    }

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

    /// <summary>What is said of a property itself, and not of its type.</summary>
    private static string? Description(IOpenApiSchema schema) => schema is OpenApiSchemaReference reference
        ? reference.Reference.Description
        : schema.Description ?? schema.OneOf?.Select(Description).SingleOrDefault(description => description is not null);

    /// <summary>Whether the framework did not know what a converter of ours writes.</summary>
    private static bool IsUnknown(IOpenApiSchema schema) => schema is OpenApiSchema { Enum: null, OneOf: null }
        && (schema.Type is null || (schema.Items is null && schema.Type.Value.HasFlag(JsonSchemaType.Array)));

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema) =>
        schema.OneOf?.Where(one => one.Type is not JsonSchemaType.Null).ToList() is [var only] ? only : schema;
}
