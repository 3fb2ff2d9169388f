using System.Net.Http.Headers;
using System.Threading.Channels;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Hosting;

namespace ZuperConnect.Local.Phone;

/// <summary>Sends the events of simulated calls to the inbox, as CloudEvents and in order. Retries for about a minute.</summary>
public sealed partial class SimulatedCallWebhooks(
    LocalAddress address, WebhookTokenIssuer issuer, HttpClient http, TimeProvider time,
    IHostApplicationLifetime host, ILogger<SimulatedCallWebhooks> log)
{
    private const int MaxConcurrency = 100;
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(32);

    /// <summary>Opens a queue whose events are sent in the background until it is completed.</summary>
    public ChannelWriter<object> Open(string callId)
    {
        var events = Channel.CreateUnbounded<object>();
        _ = PostAllAsync(callId, events.Reader, host.ApplicationStopping);
        return events.Writer;
    }

    private async Task PostAllAsync(string callId, ChannelReader<object> events, CancellationToken stopping)
    {
        try
        {
            while (await events.WaitToReadAsync(stopping))
            {
                var callback = new List<object>();
                while (callback.Count < MaxConcurrency && events.TryRead(out var next))
                {
                    callback.Add(next);
                }

                await PostAsync(callId, callback, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task PostAsync(string callId, IReadOnlyList<object> callback, CancellationToken cancellation)
    {
        for (var pause = InitialDelay; await RefusalAsync(callId, callback, cancellation) is { } refusal; pause *= 2)
        {
            if (!refusal.MayPass || pause > MaxDelay)
            {
                LogLost(callId, refusal.Reason);
                return;
            }

            LogNotAccepted(callId, refusal.Reason);
            await Task.Delay(pause, AcceleratedTimeProvider.RealTimeOf(time), cancellation);
        }
    }

    private async Task<Refusal?> RefusalAsync(string callId, IReadOnlyList<object> callback, CancellationToken cancellation)
    {
        try
        {
            var uri = new Uri(
                await address.WhenListeningAsync(cancellation), Routes.CallWebhook.Replace("{callId}", callId, StringComparison.Ordinal));
            using var request = new HttpRequestMessage(
                HttpMethod.Post, uri)
            { Content = JsonContent.Create(callback, options: InboxJson.Options) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token(WebhookTokenIssuer.Lifetime));
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? null : new($"{(int)response.StatusCode}", (int)response.StatusCode is >= 500 or 408 or 429);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return new(failure.Message, MayPass: true);
        }
    }

    private sealed record Refusal(string Reason, bool MayPass);

    [LoggerMessage(6101, LogLevel.Warning, "The inbox did not accept an event of call {Call}, which is sent again: {Reason}")]
    private partial void LogNotAccepted(string call, string reason);

    [LoggerMessage(6102, LogLevel.Error, "The inbox never accepted an event of call {Call}, which is lost: {Reason}")]
    private partial void LogLost(string call, string reason);
}
