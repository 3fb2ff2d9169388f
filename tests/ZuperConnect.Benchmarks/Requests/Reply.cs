using System.Net.Http.Json;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Conversations;

namespace ZuperConnect.Benchmarks.Requests;

/// <summary>A reply to a customer, from the API's response to the delivery report.</summary>
internal sealed class Reply(MeasuredInbox inbox, ConversationId conversation)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _messageId = Guid.NewGuid().ToString();

    /// <summary>The path for replies.</summary>
    public string Path => $"/api/conversations/{conversation}/messages";

    public async Task SendAsync()
    {
        using var response = await inbox.Http.PostAsJsonAsync(Path, new { text = "Yes, come in.", messageId = _messageId });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the delivery report is handled.</summary>
    /// <returns>All storage requests until then.</returns>
    public async Task<IReadOnlyList<StorageRequest>> UntilDeliveredAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var timeline = await inbox.Http.ReadAsync($"api/conversations/{conversation}/timeline?limit=1");
            if (timeline["items"]![0] is { } item && (string)item["id"]! == _messageId && (string)item["delivery"]! == "delivered")
            {
                // Enough time for requests that were still running when the report was written.
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                return inbox.Log.Take();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
        }
    }
}
