using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Docs;

/// <summary>Plays docs/inbox.http, request by request, as an editor does.</summary>
public sealed partial class RequestFileTests(TestStorage storage)
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, (Request Request, JsonNode? Response)> _named = [];

    [Fact]
    public async Task Every_request_of_the_file_succeeds_after_those_before_it()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        var parts = (await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "inbox.http"), TestContext.Current.CancellationToken)).Split("\n### ");
        foreach (Match variable in Variable().Matches(parts[0]))
        {
            _variables.Add(variable.Groups["name"].Value, variable.Groups["value"].Value);
        }

        _variables["host"] = $"{inbox.Http.BaseAddress}".TrimEnd('/');
        foreach (var request in parts.Skip(1).Select(Request.Parse))
        {
            await SendAsync(inbox, request);
            if (request.Title.Contains("recording begins", StringComparison.Ordinal))
            {
                await inbox.RecordingStartedAsync((string)_named["call"].Response!["callId"]!);
            }
        }

        await RunningInbox.EventuallyAsync(() => inbox.ListAsync("?search=carla"), found => found["items"]!.AsArray().Count is 0);
    }

    /// <summary>Sends a request until it succeeds: a phone rings, and a recording is there, only after a moment.</summary>
    private async Task SendAsync(RunningInbox inbox, Request request)
    {
        var response = await RunningInbox.EventuallyAsync(
            async () =>
            {
                using var message = new HttpRequestMessage(new(request.Method), new Uri(await FillAsync(inbox, request.Address)));
                message.Content = request.Body is "" ? null
                    : new StringContent(await FillAsync(inbox, request.Body), Encoding.UTF8, "application/json");
                message.Headers.Authorization =
                    request.IsAuthorized ? new("Bearer", await FillAsync(inbox, "{{token}}")) : null;
                using var sent = await inbox.Http.SendAsync(message, TestContext.Current.CancellationToken);
                var text = await sent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                return (request.Title, sent.IsSuccessStatusCode, Text: text);
            },
            answer => answer.IsSuccessStatusCode);
        if (request.Name is not "")
        {
            _named[request.Name] = (request, JsonNode.Parse(response.Text));
        }
    }

    /// <summary>Replaces the placeholders. What a named response lacks yet is asked for again.</summary>
    private async Task<string> FillAsync(RunningInbox inbox, string text)
    {
        while (Placeholder().Match(text) is { Success: true } found)
        {
            text = text.Replace(found.Value, await ValueAsync(inbox, found.Groups["what"].Value), StringComparison.Ordinal);
        }

        return text;
    }

    private async Task<string> ValueAsync(RunningInbox inbox, string what)
    {
        if (_variables.TryGetValue(what, out var value))
        {
            return value;
        }

        var (name, path) = what.Split(".response.body.$.") is [var first, var second] ? (first, second) : (what, "");
        return (await RunningInbox.EventuallyAsync(
            async () =>
            {
                if (Find(_named[name].Response, path) is null)
                {
                    await SendAsync(inbox, _named[name].Request);
                }

                return Find(_named[name].Response, path);
            },
            found => found is not null))!;
    }

    private static string? Find(JsonNode? body, string path) => (string?)path.Split('.', '[').Aggregate(
        body, (node, part) => part.EndsWith(']')
            ? node!.AsArray().ElementAtOrDefault(int.Parse(part[..^1], System.Globalization.CultureInfo.InvariantCulture)) : node?[part]);

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<what>[^}]+)\}\}")]
    private static partial Regex Placeholder();

    private sealed record Request(string Title, string Name, string Method, string Address, bool IsAuthorized, string Body)
    {
        public static Request Parse(string part)
        {
            var lines = part.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
            var name = lines.FirstOrDefault(line => line.StartsWith("# @name ", StringComparison.Ordinal))?["# @name ".Length..] ?? "";
            var request = lines.Skip(1).SkipWhile(line => line.StartsWith('#')).ToList();
            var headers = request.TakeWhile(line => line is not "").ToList();
            return headers[0].Split(' ') is [var method, var address]
                ? new(lines[0], name, method, address,
                    headers.Contains("Authorization: Bearer {{token}}"), string.Join('\n', request.Skip(headers.Count)).Trim())
                : throw new InvalidDataException($"{lines[0]} has no request.");
        }
    }
}
