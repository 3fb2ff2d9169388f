using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Text;

namespace ZuperConnect.Http;

/// <summary>Parses what a request carries into types, and refuses with a problem what it cannot.</summary>
public static class RequestReading
{
    internal const int MaxBodyLength = 64 * 1024;
    internal const int MaxPageSize = 100;
    internal const int DefaultPageSize = 25;

    /// <summary>The id of a conversation in a route; what is no id names no conversation.</summary>
    public static ConversationId ConversationId(string id) =>
        Conversations.ConversationId.TryParse(id, out var parsed) ? parsed : throw Problems.Of(Refusal.UnknownConversation);

    /// <summary>The length of a page: 1 to 100, 25 where it is left out.</summary>
    public static int Limit(HttpRequest request) => Query(request, "limit") switch
    {
        null => DefaultPageSize,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= MaxPageSize => limit,
        _ => throw Problems.Invalid($"limit is a whole number from 1 to {MaxPageSize}."),
    };

    /// <summary>The number of the business that a list is about; null where all are.</summary>
    public static PhoneNumber? Number(HttpRequest request) => Query(request, "number") switch
    {
        null => null,
        // A plus in a query stands for a space; a number without it reads the same.
        var text when PhoneNumber.TryParseOurs(text, out var number) => number,
        _ => throw Problems.Invalid("number is one of the business's phone numbers in E.164, such as +14255550100."),
    };

    /// <summary>A query parameter's only value; null where it is missing or empty.</summary>
    public static string? Query(HttpRequest request, string name) => request.Query[name] switch
    {
        { Count: 0 } or [""] => null,
        [{ } value] => value,
        _ => throw Problems.Invalid($"{name} may be given once."),
    };

    /// <summary>Where a page of a search begins; null for the first.</summary>
    /// <param name="cursor">The query parameter.</param>
    /// <param name="asked">What is searched for; not empty.</param>
    public static string? SearchCursor(string? cursor, ImmutableArray<string> asked) => cursor is null ? null
        : WordIndex.ParseCursor(asked, cursor) ?? throw Problems.Invalid("cursor is none of this search's. Start again without one.");

    /// <summary>A UUID that a client made, or a new one where it made none.</summary>
    public static string Uuid(string? text, string name) =>
        text is null ? Guid.NewGuid().ToString()
        : Guid.TryParseExact(text, "D", out var id) ? id.ToString()
        : throw Problems.Invalid($"{name} is a UUID, such as {Guid.NewGuid()}. Leave it out to have one made.");

    /// <summary>A text that says something and is not too long, without control characters but line breaks and tabs.</summary>
    public static string Text([NotNull] string? text, int longest, string name = "text")
    {
        var written = PrintableText.WithoutControls(text ?? "");
        return text is null || string.IsNullOrWhiteSpace(written) || written.Length > longest
            ? throw Problems.Invalid($"{name} has 1 to {longest:N0} characters.")
            : written;
    }

    /// <summary>A text of one line of which something can be seen, such as a name, without the spaces around it.</summary>
    public static string Line(string? text, int longest, string name) =>
        text?.Trim() is { } line && line.Length <= longest && line.All(PrintableText.IsInLine)
            && PrintableText.IsIn(line) ? PrintableText.WithoutControls(line)
            : throw Problems.Invalid($"{name} has 1 to {longest:N0} characters, in one line, and some that can be seen.");

    /// <summary>One of the values of an enum, as the API writes it.</summary>
    public static T OneOf<T>(string? text, string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => InboxJson.Name(value) == text).Select(value => (T?)value).FirstOrDefault()
            ?? throw Problems.Invalid($"{name} is one of: {string.Join(", ", Enum.GetValues<T>().Select(InboxJson.Name))}.");

    /// <summary>
    /// Refuses a change of something that has changed since it was read, where the request says which states it means: one tag or several,
    /// or any (RFC 9110, section 13.1.1). Tags are compared as they are written: storage's are weak, and yet say all.
    /// </summary>
    public static void CheckIfMatch(HttpRequest request, ETag now)
    {
        if (request.Headers.IfMatch is { Count: > 0 } asked
            && !(EntityTagHeaderValue.TryParseList([.. asked.OfType<string>()], out var tags)
                && tags.Any(tag => tag.ToString() == now.Value || tag == EntityTagHeaderValue.Any)))
        {
            throw Problems.Outdated();
        }
    }

    /// <summary>A member's phone that rings for calls; null where there is to be none.</summary>
    public static PhoneNumber? Device(string? text, string? region) => text is null ? null
        : WrittenNumber.TryRead(text, region, out var written) && written.Extension is null ? written.Number
        : throw Problems.Invalid("device is a phone number in E.164, such as +14255550191, or null.");

    /// <summary>A version that a user saw, where one is given.</summary>
    public static long? SeenThrough(long? version) =>
        version is < 0 ? throw Problems.Invalid("seenThrough is the version of the conversation that the user saw.") : version;

    /// <summary>The body as JSON.</summary>
    public static async Task<T> BodyAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var body = await BytesAsync(request, MaxBodyLength, cancellation);
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

    /// <summary>The body as JSON, or an empty object where there is no body.</summary>
    public static async Task<T> OptionalBodyAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class, new() => request.ContentLength is 0 or null && request.Headers.TransferEncoding.Count is 0
            ? new() : await BodyAsync<T>(request, cancellation);

    /// <summary>The body, up to a length; the problem of a longer one gives advice, where there is some.</summary>
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
