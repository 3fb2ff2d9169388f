using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Attachments;

namespace ZuperConnect.Tests.Twilio;

/// <summary>A picture or other file of a message.</summary>
internal sealed record FakePicture(string ContentType, byte[] Content)
{
    /// <summary>Whether Twilio sends it: the types and the size that it names in its documentation of messages.</summary>
    public bool CanBeSent => ContentType is "image/jpeg" or "image/png" or "image/gif" && Content.Length <= 5 * 1024 * 1024
        && PictureTypes.Of(Content) == ContentType;

    /// <summary>The body of a request.</summary>
    public HttpContent ToHttp() => new ByteArrayContent(Content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(ContentType) } };
}

/// <summary>
/// The files of customers' messages at the fake Twilio. The REST API redirects a request for one to another host, which must not get the
/// credentials of the account.
/// </summary>
internal sealed class FakeTwilioMedia(Func<Uri> address)
{
    /// <summary>The path of the other host.</summary>
    public const string Elsewhere = "/elsewhere";

    private readonly ConcurrentDictionary<string, FakePicture> _files = new();
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>The requests that Twilio would not have got from a careful client.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Answers the next requests for a file in place of it.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Instead { get; } = new();

    /// <summary>Runs before a file is deleted; returns whether it is.</summary>
    public Func<bool>? Deleting { get; set; }

    /// <summary>The paths of the files that Twilio still has, in the order in which they came.</summary>
    public IReadOnlyList<string> Paths => [.. _order.Where(_files.ContainsKey)];

    /// <summary>Stores the files of a customer's message.</summary>
    /// <returns>The fields of its webhook.</returns>
    public IReadOnlyDictionary<string, string> Add(string messageSid, IReadOnlyList<FakePicture> pictures)
    {
        var fields = new Dictionary<string, string>();
        foreach (var picture in pictures)
        {
            var path = $"Messages/{messageSid}/Media/{FakeTwilio.NewSid("ME")}";
            var number = (fields.Count / 2).ToString(CultureInfo.InvariantCulture);
            _files[path] = picture;
            _order.Enqueue(path);
            fields[$"MediaUrl{number}"] = $"https://api.twilio.com/2010-04-01/Accounts/{FakeTwilio.AccountSid}/{path}";
            fields[$"MediaContentType{number}"] = picture.ContentType;
        }

        if (pictures.Count > 0)
        {
            fields["NumMedia"] = pictures.Count.ToString(CultureInfo.InvariantCulture);
        }

        return fields;
    }

    /// <summary>Answers a request to the REST API.</summary>
    public Task AnswerAsync(HttpContext context, string path)
    {
        if (path.EndsWith("/Media.json", StringComparison.Ordinal))
        {
            var prefix = path[..^".json".Length] + "/";
            return FakeTwilio.WriteAsync(context, 200, new
            {
                media_list = Paths.Where(one => one.StartsWith(prefix, StringComparison.Ordinal)).Select(one => new
                {
                    sid = one.Split('/')[^1],
                    account_sid = FakeTwilio.AccountSid,
                    parent_sid = one.Split('/')[1],
                    content_type = _files[one].ContentType,
                    uri = $"/2010-04-01/Accounts/{FakeTwilio.AccountSid}/{one}.json",
                }),
                next_page_uri = (string?)null,
            });
        }

        var file = path.EndsWith(".json", StringComparison.Ordinal) ? path[..^".json".Length] : path;
        if (!_files.ContainsKey(file))
        {
            return FakeTwilio.RefuseAsync(context, 404, 20404, "The requested resource was not found");
        }

        if (context.Request.Method is "DELETE")
        {
            if (Deleting?.Invoke() is false)
            {
                return FakeTwilio.RefuseAsync(context, 503, 20503, "Service unavailable");
            }

            _files.TryRemove(file, out _);
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        }

        if (Instead.TryDequeue(out var instead))
        {
            return instead(context);
        }

        context.Response.StatusCode = 307;
        context.Response.Headers.Location = $"{new Uri(address(), Elsewhere)}/{file}";
        return Task.CompletedTask;
    }

    /// <summary>Answers a request to the other host.</summary>
    public async Task AnswerElsewhereAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            Faults.Enqueue("The credentials of the account were sent to another host.");
        }

        if (!_files.TryGetValue(context.Request.Path.Value![(Elsewhere.Length + 1)..], out var picture))
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = picture.ContentType;
        context.Response.ContentLength = picture.Content.Length;
        await context.Response.Body.WriteAsync(picture.Content);
    }
}
