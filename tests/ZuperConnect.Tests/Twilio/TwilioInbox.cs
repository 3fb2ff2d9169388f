using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Hosting;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;

namespace ZuperConnect.Tests.Twilio;

/// <summary>An inbox of the fake's account.</summary>
internal static class TwilioInbox
{
    public static async Task<RunningInbox> StartAsync(
        TestStorage storage, FakeTwilio twilio, TimeProvider? time = null, string? folder = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var inbox = await RunningInbox.StartWithAsync(folder ?? storage.NewFolder(), settings ?? twilio.Settings(), builder =>
        {
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }
        });
        twilio.Webhooks.Lead(FakeTwilio.PublicAddress, inbox.Http.BaseAddress!);
        return inbox;
    }

    /// <summary>Compares with the list, as is done every few minutes.</summary>
    /// <returns>How many texts were taken in.</returns>
    public static Task<int> CompareAsync(this RunningInbox inbox) => inbox.Services.GetRequiredService<MessageReconciler>()
        .RunAsync(inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);

    /// <summary>Compares with the list of calls, as is done every few minutes.</summary>
    /// <returns>How many missed calls were found.</returns>
    public static Task<int> CompareCallsAsync(this RunningInbox inbox) => inbox.Services.GetRequiredService<MissedCallReconciler>()
        .RunAsync(inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);
}
