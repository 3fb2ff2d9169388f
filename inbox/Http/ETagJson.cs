using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Json;

namespace ZuperConnect.Http;

/// <summary>
/// Answers that clients poll. Each has an <c>ETag</c> of its content. If the request's <c>If-None-Match</c> has the tag, the answer is 304
/// without a body (RFC 9110, section 13.1.2). Storage is read in any case.
/// </summary>
internal static class ETagJson
{
    private const int TagBytes = 16;

    /// <summary>Answers with a value.</summary>
    public static IResult Of<T>(HttpRequest request, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, InboxJson.Options);
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(..TagBytes))}\"");
        request.HttpContext.Response.Headers.ETag = tag.ToString();
        return IsKnown(request, tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Text(body, "application/json; charset=utf-8");
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
        && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));
}
