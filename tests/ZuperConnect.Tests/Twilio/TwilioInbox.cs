using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Hosting;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;

namespace ZuperConnect.Tests.Twilio;

/// <summary>Starts an inbox that uses the fake Twilio account.</summary>
internal static class TwilioInbox
{
    public static async Task<RunningInbox> StartAsync(
        TestStorage storage, FakeTwilio twilio, TimeProvider? time = null, string? folder = null,
        IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var inbox = await RunningInbox.StartWithAsync(folder ?? storage.NewFolder(), settings ?? twilio.Settings(), builder =>
        {
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }

            configure?.Invoke(builder);
        });
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, inbox.Http.BaseAddress!);
        return inbox;
    }

    /// <summary>Adds the number, whose calls ring long, take voicemail and are recorded.</summary>
    public static async Task SetUpNumberAsync(this RunningInbox inbox) => (await inbox.Http.PutAsJsonAsync(
        $"api/numbers/{Uri.EscapeDataString(RunningInbox.Dispatch)}", new { ringTimeSeconds = 120, records = true, takesVoicemail = true },
        TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    /// <summary>Runs the comparison with the list of messages, which otherwise runs every few minutes.</summary>
    /// <returns>The number of texts that were added.</returns>
    public static Task<int> CompareAsync(this RunningInbox inbox) => inbox.Services.GetRequiredService<MessageReconciler>()
        .RunAsync(inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);

    /// <summary>Runs the comparison with the list of recordings, which otherwise runs every few minutes.</summary>
    /// <returns>The number of recordings that are to be archived.</returns>
    public static Task<int> CompareRecordingsAsync(this RunningInbox inbox) => inbox.Services.GetRequiredService<RecordingReconciler>()
        .RunAsync(inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);

    /// <summary>Runs the comparison with the list of calls, which otherwise runs every few minutes.</summary>
    /// <returns>The number of missed calls that were found.</returns>
    public static Task<int> CompareCallsAsync(this RunningInbox inbox) => inbox.Services.GetRequiredService<MissedCallReconciler>()
        .RunAsync(inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);
}
