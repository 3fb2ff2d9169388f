using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Health;
using ZuperConnect.Json;

namespace ZuperConnect.Http;

/// <summary>
/// A failure of a request, answered as problem details (RFC 9457) with a <c>code</c> for programs. <see cref="ApiAuthorization"/> catches
/// it.
/// </summary>
public sealed class ProblemException(int status, string code, string title, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What went wrong, in a few words.</summary>
    public string Title => title;

    /// <summary>The code for programs.</summary>
    public string Code => code;

    /// <summary>How long to wait before a retry; null if a retry does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The state of what the inbox depends on; null if it is not the cause.</summary>
    public Dependencies? Dependencies { get; init; }

    /// <summary>The timeline item that the user has not seen; null if that is not the cause.</summary>
    public TimelineItem? Item { get; init; }

    /// <summary>The problem as an HTTP result.</summary>
    public IResult ToResult() => Results.Problem(new ProblemDetails
    {
        Status = status,
        Title = title,
        Detail = Message,
        Extensions = Extensions(),
    });

    private Dictionary<string, object?> Extensions()
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (Dependencies is not null)
        {
            extensions["dependencies"] = JsonSerializer.SerializeToElement(Dependencies, InboxJson.Options);
        }

        if (Item is not null)
        {
            extensions["item"] = JsonSerializer.SerializeToElement(Item, InboxJson.Options);
        }

        return extensions;
    }
}
