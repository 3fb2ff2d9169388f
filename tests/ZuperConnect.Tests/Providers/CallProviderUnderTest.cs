using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;

namespace ZuperConnect.Tests.Providers;

/// <summary>A call that does not reach a customer's phone, or that the customer does not take.</summary>
public enum CustomerRefusal
{
    /// <summary>The phone is busy.</summary>
    IsBusy,

    /// <summary>The customer declines.</summary>
    Declines,

    /// <summary>The phone is off, or the number does not exist.</summary>
    IsUnreachable,
}

/// <summary>
/// An inbox, its telephony provider, and the phones: those of the customer <see cref="RunningInbox.Customer"/> and of the users <c>ana</c>
/// and <c>ben</c>, who are the ring group of <see cref="RunningInbox.Dispatch"/>. Each method waits until the phone can do what it says.
/// </summary>
internal abstract class CallProviderUnderTest : IAsyncDisposable
{
    public required RunningInbox Inbox { get; init; }

    /// <summary>Sends each event of the provider this many times from now on.</summary>
    public abstract void RepeatEvents(int times);

    /// <summary>The customer texts, so that there is a conversation.</summary>
    public abstract Task CustomerTextsAsync(string text);

    /// <summary>The customer calls.</summary>
    /// <returns>The inbox's id of the call.</returns>
    public abstract Task<string> CustomerCallsAsync(string from = RunningInbox.Customer);

    /// <summary>The caller hears ringing.</summary>
    public abstract Task CustomerHearsRingingAsync();

    /// <summary>The caller hears the tone after which a voicemail can be left.</summary>
    public abstract Task CustomerHearsToneAsync();

    /// <summary>The caller leaves a voicemail of some seconds after the tone, and hangs up.</summary>
    public abstract Task CustomerLeavesVoicemailAsync();

    /// <summary>The caller hangs up as soon as the tone is over.</summary>
    public abstract Task CustomerHangsUpAtToneAsync();

    /// <summary>The customer hangs up.</summary>
    public abstract Task CustomerHangsUpAsync();

    /// <summary>The next call to the customer is refused.</summary>
    public abstract Task CustomerRefusesAsync(CustomerRefusal refusal);

    /// <summary>The customer's phone rings.</summary>
    public abstract Task CustomersPhoneRingsAsync();

    /// <summary>The customer picks up the ringing phone.</summary>
    public abstract Task CustomerPicksUpAsync();

    /// <summary>A user's phone rings.</summary>
    public abstract Task DeviceRingsAsync(string userId);

    /// <summary>A user's phone is picked up by the user, who presses 1 when asked to, or by a voicemail box.</summary>
    public abstract Task DevicePicksUpAsync(string userId, bool presses = true);

    /// <summary>A user declines.</summary>
    public abstract Task DeviceDeclinesAsync(string userId);

    /// <summary>A user hangs up.</summary>
    public abstract Task DeviceHangsUpAsync(string userId);

    /// <summary>A user's phone does not ring any more, and is in no call.</summary>
    public abstract Task DeviceIsSilentAsync(string userId);

    /// <summary>The customer and a user hear each other.</summary>
    public abstract Task TheyTalkAsync(string userId);

    /// <summary>Both have heard that the call is recorded.</summary>
    public abstract Task<bool> IsAnnouncedAsync();

    /// <summary>The number of recordings at the provider, including those in progress.</summary>
    public abstract Task<int> RecordingsAsync();

    /// <summary>No phone rings or is connected, so nothing is billed, and the call has ended in the inbox too.</summary>
    public async Task EverythingIsOverAsync(string callId)
    {
        await NoPhoneIsInUseAsync();
        await RunningInbox.EventuallyAsync(
            () => Inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, TestContext.Current.CancellationToken),
            call => call is { Call.IsOver: true, IsBusy: false });
    }

    public virtual ValueTask DisposeAsync() => Inbox.DisposeAsync();

    /// <summary>Waits until no phone rings or is connected at the provider.</summary>
    protected abstract Task NoPhoneIsInUseAsync();

    protected static Task EventuallyAsync(Func<Task<bool>> holds) => RunningInbox.EventuallyAsync(holds, held => held);
}
