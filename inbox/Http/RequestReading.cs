using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Text;

namespace ZuperConnect.Http;

/// <summary>Reads parameters and bodies of requests, and answers with a problem if they are not valid.</summary>
public static class RequestReading
{
    internal const int MaxBodyLength = 64 * 1024;

    /// <summary>Reads the id of a conversation in a route; answers 404 if it is not an id.</summary>
    public static ConversationId ConversationId(string id) =>
        Conversations.ConversationId.TryParse(id, out var parsed) ? parsed : throw Problems.Of(Refusal.UnknownConversation);

    /// <summary>Reads the length of a page: 1 to 100, by default 25.</summary>
    public static int Limit(HttpRequest request) => Query(request, "limit") switch
    {
        null => LimitParameterAttribute.DefaultPageSize,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LimitParameterAttribute.MaxPageSize => limit,
        _ => throw Problems.Invalid($"limit is a whole number from 1 to {LimitParameterAttribute.MaxPageSize}."),
    };

    /// <summary>Reads the number of the business that a list is filtered by; null for all.</summary>
    public static PhoneNumber? Number(HttpRequest request) => Query(request, "number") switch
    {
        null => null,
        // A plus in a query means a space. A number without the plus is the same.
        var text when PhoneNumber.TryParseOurs(text, out var number) => number,
        _ => throw Problems.Invalid("number is one of the business's phone numbers in E.164, such as +14255550100."),
    };

    /// <summary>Reads a query parameter, which may be given once; null if it is missing or empty.</summary>
    public static string? Query(HttpRequest request, string name) => request.Query[name] switch
    {
        { Count: 0 } or [""] => null,
        [{ } value] => value,
        _ => throw Problems.Invalid($"{name} may be given once."),
    };

    /// <summary>Reads the cursor of a search; null for the first page.</summary>
    /// <param name="cursor">The query parameter.</param>
    /// <param name="asked">What is searched for; not empty.</param>
    public static string? SearchCursor(string? cursor, ImmutableArray<string> asked) => cursor is null ? null
        : WordIndex.ParseCursor(asked, cursor) ?? throw Problems.Invalid("cursor is none of this search's. Start again without one.");

    /// <summary>Reads a UUID that the client made, or creates one.</summary>
    public static string Uuid(string? text, string name) =>
        text is null ? Guid.NewGuid().ToString()
        : Guid.TryParseExact(text, "D", out var id) ? id.ToString()
        : throw Problems.Invalid($"{name} is a UUID, such as {Guid.NewGuid()}. Leave it out to have one made.");

    /// <summary>Reads a text that is not blank and not too long, and removes control characters other than line breaks and tabs.</summary>
    public static string Text([NotNull] string? text, int longest, string name = "text")
    {
        var written = PrintableText.WithoutControls(text ?? "");
        return text is null || string.IsNullOrWhiteSpace(written) || written.Length > longest
            ? throw Problems.Invalid($"{name} has 1 to {longest:N0} characters.")
            : written;
    }

    /// <summary>Reads a text of one line that has a visible character, such as a name, and trims it.</summary>
    public static string Line(string? text, int longest, string name) =>
        text?.Trim() is { } line && line.Length <= longest && line.All(PrintableText.IsInLine)
            && PrintableText.IsIn(line) ? PrintableText.WithoutControls(line)
            : throw Problems.Invalid($"{name} has 1 to {longest:N0} characters, in one line, and some that can be seen.");

    /// <summary>Reads a value of an enum.</summary>
    public static T OneOf<T>(string? text, string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => InboxJson.Name(value) == text).Select(value => (T?)value).FirstOrDefault()
            ?? throw Problems.Invalid($"{name} is one of: {string.Join(", ", Enum.GetValues<T>().Select(InboxJson.Name))}.");

    /// <summary>
    /// Answers 412 if the request has <c>If-Match</c> and none of its tags is the current one, or nothing is there (null) any more (RFC
    /// 9110, section 13.1.1). Weak tags are compared too: those of Table Storage identify a state exactly.
    /// </summary>
    public static void CheckIfMatch(HttpRequest request, ETag? now)
    {
        if (request.Headers.IfMatch is { Count: > 0 } asked
            && !(now is { Value: var current } && EntityTagHeaderValue.TryParseList([.. asked.OfType<string>()], out var tags)
                && tags.Any(tag => tag.ToString() == current || tag == EntityTagHeaderValue.Any)))
        {
            throw Problems.Outdated();
        }
    }

    /// <summary>Reads the phone that rings for calls; null for none.</summary>
    public static PhoneNumber? Device(string? text, string? region) => text is null ? null
        : WrittenNumber.TryRead(text, region, out var written) && written.Extension is null ? written.Number
        : throw Problems.Invalid("device is a phone number in E.164, such as +14255550191, or null.");

    /// <summary>Reads the version that the user saw; null if it is left out.</summary>
    public static long? SeenThrough(long? version) =>
        version is < 0 ? throw Problems.Invalid("seenThrough is the version of the conversation that the user saw.") : version;

    /// <summary>Reads the body as JSON.</summary>
    public static async Task<T> BodyAsync<T>(HttpRequest request, CancellationToken cancellation, int longest = MaxBodyLength)
        where T : class
    {
        var body = await BytesAsync(request, longest, cancellation);
        try
        {
            return body.ToObjectFromJson<T>(InboxJson.Options) ?? throw Problems.Invalid("The body is a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw Problems.Invalid(malformed.Path is { Length: > 1 } path
                ? $"The body is not what this route takes: look at {path}."
                : "The body is no JSON object.");
        }
    }

    /// <summary>Reads the body as JSON; a missing body is an empty object.</summary>
    public static async Task<T> OptionalBodyAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class, new() => request.ContentLength is 0 or null && request.Headers.TransferEncoding.Count is 0
            ? new() : await BodyAsync<T>(request, cancellation);

    /// <summary>Reads the body up to a length. The problem of a longer body includes the advice.</summary>
    public static async Task<BinaryData> BytesAsync(HttpRequest request, int longest, CancellationToken cancellation, string? advice = null)
    {
        if (request.ContentLength > longest)
        {
            throw Problems.TooLarge(longest, advice);
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[8 * 1024];
        for (int read; (read = await ReadAsync(request, buffer, cancellation)) > 0;)
        {
            if (body.Length + read > longest)
            {
                throw Problems.TooLarge(longest, advice);
            }

            body.Write(buffer, 0, read);
        }

        return new(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static async ValueTask<int> ReadAsync(HttpRequest request, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await request.Body.ReadAsync(buffer, cancellation);
        }
        catch (IOException)
        {
            throw Problems.Broken();
        }
    }
}
