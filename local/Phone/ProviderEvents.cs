using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>Sends the simulated provider's events over HTTP, in Event Grid's schema and with its retries.</summary>
public sealed partial class ProviderEvents(
    LocalAddress address, EventGridKey key, HttpClient http, TimeProvider time, ILogger<ProviderEvents> log)
{
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>An event in the Event Grid schema.</summary>
    public static object Event(string id, string subject, string eventType, DateTimeOffset eventTime, object data) => new
    {
        id,
        topic = "/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/CommunicationServices/local",
        subject,
        data,
        eventType,
        dataVersion = "1.0",
        metadataVersion = "1",
        eventTime,
    };

    /// <summary>Sends an event once.</summary>
    /// <exception cref="HttpRequestException">The inbox did not accept it.</exception>
    public async Task RaiseAsync(string function, object raised, CancellationToken cancellation)
    {
        var uri = new Uri(await address.WhenListeningAsync(cancellation), $"{Routes.EventGrid}?functionName={function}&code={key.Code}");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, uri)
        { Content = JsonContent.Create<object[]>([raised], options: InboxJson.Options) };
        request.Headers.Add("aeg-event-type", "Notification");
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Sends an event once.</summary>
    /// <returns>Whether the inbox accepted it.</returns>
    public async Task<bool> TryRaiseAsync(string function, object raised, CancellationToken cancellation)
    {
        try
        {
            await RaiseAsync(function, raised, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            LogNotAccepted(function, failure.Message);
            return false;
        }
    }

    /// <summary>Sends an event until the inbox accepts it.</summary>
    public async Task RaiseUntilAcceptedAsync(string function, object raised, CancellationToken cancellation)
    {
        for (var pause = InitialDelay; !await TryRaiseAsync(function, raised, cancellation); pause = pause < MaxDelay ? pause * 2 : pause)
        {
            await Task.Delay(pause, AcceleratedTimeProvider.RealTimeOf(time), cancellation);
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "The inbox did not accept an event for {Function}, which is sent again: {Reason}")]
    private partial void LogNotAccepted(string function, string reason);
}
