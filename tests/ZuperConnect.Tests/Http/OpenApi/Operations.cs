using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using ZuperConnect.Http;
using ZuperConnect.Http.OpenApi;

namespace ZuperConnect.Tests.Http.OpenApi;

/// <summary>
/// Adds to an operation what our own attributes say of its handler, and what nearly every operation has: the problems of a missing token
/// or permission, of a body and of a fault.
/// </summary>
internal sealed class Operations : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is null)
        {
            // One that only names a type, see Schemas.Others.
            return Task.CompletedTask;
        }

        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var security = metadata.OfType<SecurityAttribute>().SingleOrDefault();
        OperationParameterAttribute[] parameters = [.. metadata.OfType<OperationParameterAttribute>()];

        operation.Summary = operation.Summary?.TrimEnd('.');
        operation.Description = DocComments.Unwrap(operation.Description);
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>())
        {
            response.Description = DocComments.Unwrap(response.Description);
        }

        operation.Parameters = parameters.Length is 0 ? null
            : [.. parameters.OrderBy(one => one is not RouteParameterAttribute).Select(one => Parameter(document, one))];
        operation.Security = security is null or { Schemes: [Introduction.Bearer] } ? null
            : [.. security.Schemes.Select(scheme => new OpenApiSecurityRequirement { [new(scheme, document)] = [] })];

        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = metadata.OfType<IAcceptsMetadata>().Single() is { IsOptional: false };
            foreach (var type in body.Content!.Keys.ToList())
            {
                if (type.Split('/')[0] is "audio" or "image")
                {
                    body.Content[type] = Responses.Binary(
                        type, (int?)metadata.OfType<IRequestSizeLimitMetadata>().Single().MaxRequestBodySize);
                }

                body.Content[type].Examples = Examples.Of(document, operation.OperationId, type);
            }
        }

        AddResponses(operation, document, metadata);
        AddProblems(operation, document, metadata, security, parameters);
        var responses = operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses!.Clear();
        responses.ForEach(response => operation.Responses.Add(response.Key, response.Value));
        return Task.CompletedTask;
    }

    private static IOpenApiParameter Parameter(OpenApiDocument document, OperationParameterAttribute described)
    {
        var schema = described.Type == typeof(string)
            ? new OpenApiSchema { Type = JsonSchemaType.String } : SchemaTypes.Of(document, described.Type);
        if (schema is OpenApiSchema own)
        {
            own.Enum = described.Values is { } values ? [.. values.Select(value => (JsonNode)value)] : null;
            own.Pattern = described.Pattern;
            own.MaxLength = described.MaxLength is int.MaxValue ? null : described.MaxLength;
            own.Minimum = described.Minimum is int.MinValue ? null : described.Minimum.ToString(CultureInfo.InvariantCulture);
            own.Maximum = described.Maximum is int.MaxValue ? null : described.Maximum.ToString(CultureInfo.InvariantCulture);
            own.Default = JsonSerializer.SerializeToNode(described.Default);
        }

        var parameter = new OpenApiParameter
        {
            Name = described.Name,
            In = described switch
            {
                RouteParameterAttribute => ParameterLocation.Path,
                HeaderParameterAttribute => ParameterLocation.Header,
                _ => ParameterLocation.Query,
            },
            Description = described.Description,
            Required = described.Required || described is RouteParameterAttribute,
            Schema = schema,
            Example = JsonSerializer.SerializeToNode(described.Example),
        };

        // What is described by a class of its own is shared.
        const string suffix = "ParameterAttribute";
        if (described.GetType() is { IsSealed: true } type && type.GetConstructor([]) is not null)
        {
            document.AddComponent(type.Name[..^suffix.Length], parameter);
            return new OpenApiParameterReference(type.Name[..^suffix.Length], document);
        }

        return parameter;
    }

    private static void AddResponses(OpenApiOperation operation, OpenApiDocument document, IList<object> metadata)
    {
        foreach (var problems in metadata.OfType<ProducesProblemAttribute>())
        {
            var status = problems.StatusCode.ToString(CultureInfo.InvariantCulture);
            var response = (OpenApiResponse)operation.Responses![status];
            operation.Responses[status] = response.Description == ReasonPhrases.GetReasonPhrase(problems.StatusCode)
                ? Responses.Problem(document, problems.Problems)
                    ?? throw new InvalidOperationException($"{operation.OperationId} does not say what its {status} means.")
                : response.With(document, problems.Problems);
        }

        foreach (var produced in metadata.OfType<ProducesResponseTypeAttribute>().GroupBy(one => one.StatusCode))
        {
            var status = produced.Key.ToString(CultureInfo.InvariantCulture);
            var types = produced.Select(one => one.Type).Where(type => type != typeof(void)).ToList();
            var response = (OpenApiResponse)operation.Responses![status];
            if (types is [var file] && file == typeof(AnyFile))
            {
                operation.Responses[status] = Responses.File(response.Description!);
            }
            else if (types is [var only] && (only == typeof(PendingCommandJson) || only == typeof(Stream)))
            {
                operation.Responses[status] = only == typeof(Stream)
                    ? Responses.Audio(document) : Responses.Pending(document, SchemaTypes.NameOf(only)!);
            }
            else
            {
                foreach (var content in response.Content?.Values ?? [])
                {
                    content.Examples = Examples.Of(document, operation.OperationId!, status);
                    if (types.Count > 1)
                    {
                        content.Schema = new OpenApiSchema { OneOf = [.. types.Select(type => SchemaTypes.Of(document, type))] };
                    }
                }

                foreach (var header in metadata.OfType<ProducesHeaderAttribute>().Where(header => header.Status == produced.Key))
                {
                    response.WithHeader(header.Name, header is ProducesETagAttribute
                        ? Responses.ETag(document, header.Description)
                        : new OpenApiHeader
                        {
                            Description = header.Description,
                            Required = header.Required,
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = header.Format },
                        });
                }

                if (produced.Key is StatusCodes.Status202Accepted)
                {
                    response.WithHeader("Retry-After", Responses.RetryAfter(document));
                }
            }
        }
    }

    private static void AddProblems(
        OpenApiOperation operation, OpenApiDocument document, IList<object> metadata, SecurityAttribute? security,
        OperationParameterAttribute[] parameters)
    {
        var takesUsers = security is null || security.Schemes.Contains(Introduction.Bearer);
        var hasBody = operation.RequestBody is not null;
        Add(nameof(Problems.Fault));
        if (security is not { Schemes.Count: 0 })
        {
            Add(nameof(Problems.SignIn));
            Add(nameof(Problems.StorageAway), nameof(Problems.IssuerAway));
        }

        if (takesUsers && security is not { NeedsPermission: false })
        {
            Add(nameof(Problems.NotAllowed));
        }

        // What the provider sends and nobody can read is kept, not refused.
        if (takesUsers && (hasBody || parameters.Any(parameter => parameter is QueryParameterAttribute)))
        {
            Add(nameof(Problems.Invalid));
        }

        if (hasBody)
        {
            Add(nameof(Problems.Broken));
            Add(nameof(Problems.TooLarge));
        }

        if (parameters.OfType<IfMatchParameterAttribute>().Any())
        {
            Add(nameof(Problems.Outdated));
        }

        if (parameters.OfType<IfNoneMatchParameterAttribute>().Any())
        {
            operation.Responses!["304"] = Responses.NotModified(document);
            ((OpenApiResponse)operation.Responses["200"]).WithHeader("ETag", Responses.AnswerTag(document));
        }

        void Add(params string[] problems) => operation.Responses!.TryAdd(
            Examples.Problem(problems[0]).Status.ToString(CultureInfo.InvariantCulture), Responses.Problem(document, problems)!);
    }
}
