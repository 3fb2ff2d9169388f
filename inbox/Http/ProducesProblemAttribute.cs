using Microsoft.AspNetCore.Http.Metadata;

namespace ZuperConnect.Http;

/// <summary>
/// Describes the problems of a status. The generator of the document adds those that nearly every operation has, such as 401 and 500.
/// </summary>
/// <param name="status">The status of all of them.</param>
/// <param name="problems">The names of their factories, such as <c>nameof(Problems.NotSeen)</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProducesProblemAttribute(int status, params string[] problems) : Attribute, IProducesResponseTypeMetadata
{
    /// <summary>The names of the factories in <see cref="Http.Problems"/>.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <inheritdoc/>
    public int StatusCode => status;

    /// <inheritdoc/>
    public Type Type => typeof(ProblemJson);

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes => ["application/problem+json"];
}
