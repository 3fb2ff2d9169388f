using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Health;
using ZuperConnect.Http.OpenApi;

namespace ZuperConnect.Http;

/// <summary>What went wrong and what to do (RFC 9457).</summary>
/// <param name="Title">What went wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do, for people.</param>
/// <param name="Code">What went wrong, for programs.</param>
public sealed record ProblemJson(string Title, int Status, string Detail, string Code)
{
    /// <summary>A description of the HTTP status; <c>code</c> says more. Left out of a problem inside another answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [SchemaOf<UriReference>]
    public string? Type { get; init; }

    /// <summary>The states of the dependencies; left out if they are not the cause.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dependencies? Dependencies { get; init; }

    /// <summary>The message that the user has not seen; left out if it is not the cause.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimelineItem? Item { get; init; }
}
