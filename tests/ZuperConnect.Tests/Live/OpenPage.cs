using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using ZuperConnect.Http;

namespace ZuperConnect.Tests.Live;

/// <summary>The open page of a user, with the hints that it received.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly ConcurrentQueue<JsonNode> _hints = new();

    private OpenPage(Uri inbox, string? token)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(inbox, Routes.Live), options => options.AccessTokenProvider = () => Task.FromResult(token))
            .Build();
        _connection.On<JsonElement>("changed", hints =>
        {
            foreach (var hint in JsonNode.Parse(hints.GetRawText())!.AsArray())
            {
                _hints.Enqueue(hint!);
            }
        });
    }

    public IReadOnlyList<JsonNode> Hints => [.. _hints];

    public static async Task<OpenPage> OpenAsync(RunningInbox inbox, string userId)
    {
        var page = new OpenPage(inbox.Http.BaseAddress!, await inbox.TokenAsync(userId));
        await page._connection.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }

    /// <summary>Tries to connect with a token.</summary>
    public static async Task<Exception?> RefusalAsync(RunningInbox inbox, string? token)
    {
        await using var page = new OpenPage(inbox.Http.BaseAddress!, token);
        return await Record.ExceptionAsync(() => page._connection.StartAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits for a hint.</summary>
    public Task<JsonNode?> HintAsync(string type, Func<JsonNode, bool>? which = null) => RunningInbox.EventuallyAsync(
        () => Task.FromResult(Hints.FirstOrDefault(hint => (string)hint["type"]! == type && which?.Invoke(hint) is not false)), hint =>
            hint is not null);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
