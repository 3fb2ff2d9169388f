namespace ZuperConnect.Tests.Twilio;

/// <summary>What people do in a call.</summary>
public enum CallStory
{
    /// <summary>Ana takes the customer's call, which is recorded. The customer hangs up.</summary>
    Answered,

    /// <summary>Everybody declines. The customer leaves a voicemail.</summary>
    Missed,

    /// <summary>Ana calls the customer. The call is recorded, and Ana hangs up.</summary>
    Placed,
}

/// <summary>The people at the phones in a call.</summary>
internal sealed class CallPeople(FakeTwilio twilio, KillableInbox inbox)
{
    /// <summary>Whether they give up if the inbox is killed; otherwise they wait until the call goes on.</summary>
    public bool GiveUpIfKilled { get; init; }

    /// <summary>Whether the request to place the call was acknowledged.</summary>
    public bool WasAcknowledged { get; private set; }

    private bool GaveUp => GiveUpIfKilled && inbox.WasKilled;

    /// <summary>Plays a call to its end.</summary>
    /// <returns>The inbox's id of the call.</returns>
    public async Task<string> PlayAsync(CallStory story)
    {
        switch (story)
        {
            case CallStory.Answered:
                var caller = twilio.Call();
                await AcceptsAsync("ana");
                await IsRecordedAsync();
                await (GaveUp ? Task.CompletedTask : caller.HangUpAsync());
                return ZuperConnect.Twilio.Calls.TwilioCallReference.CallIdOf(caller.Sid);
            case CallStory.Missed:
                caller = twilio.Call();
                await DeclinesAsync("ana");
                await DeclinesAsync("ben");
                await IsRecordedAsync();
                await (GaveUp ? Task.CompletedTask : caller.HangUpAsync());
                return ZuperConnect.Twilio.Calls.TwilioCallReference.CallIdOf(caller.Sid);
            default:
                var callId = Guid.NewGuid().ToString();
                await PlaceAsync(callId);
                await AcceptsAsync("ana");
                (await RingsAsync(RunningInbox.Customer))?.PickUp();
                await IsRecordedAsync();
                await (GaveUp ? Task.CompletedTask : twilio.Calls.At(FakeCalls.PhoneOf("ana"))!.HangUpAsync());
                return callId;
        }
    }

    /// <summary>Everybody hangs up, and phones that ring stop to do so.</summary>
    public async Task HangUpAllAsync()
    {
        foreach (var leg in twilio.Calls.Legs.Where(leg => !leg.IsOver))
        {
            await (leg.Status is "in-progress" ? leg.HangUpAsync() : leg.DeclineAsync("no-answer"));
        }
    }

    /// <summary>Ana's page repeats a request that was not acknowledged.</summary>
    private async Task PlaceAsync(string callId)
    {
        while (!WasAcknowledged && !GaveUp)
        {
            try
            {
                var answer = await inbox.AskAsync(host => host.CallCustomerAsync(callId)).WaitAsync(GiveUpIfKilled
                    ? TimeSpan.FromSeconds(1) : KillableInbox.Patience);
                WasAcknowledged = answer.IsSuccessStatusCode;
            }
            catch (TimeoutException)
            {
                // It is away.
            }
        }
    }

    private async Task AcceptsAsync(string userId)
    {
        if (await RingsAsync(FakeCalls.PhoneOf(userId)) is { } device)
        {
            device.PickUp();
            await UntilAsync(() => device.IsAsked);
            device.Press("1");
        }
    }

    private async Task DeclinesAsync(string userId)
    {
        if (await RingsAsync(FakeCalls.PhoneOf(userId)) is { } device)
        {
            await device.DeclineAsync();
        }
    }

    private Task IsRecordedAsync() => UntilAsync(() => twilio.Calls.Recordings.Any());

    private async Task<FakeLeg?> RingsAsync(string phone)
    {
        await UntilAsync(() => twilio.Calls.At(phone) is { Status: "ringing" });
        return twilio.Calls.At(phone);
    }

    private Task UntilAsync(Func<bool> holds) =>
        RunningInbox.EventuallyAsync(() => Task.FromResult(holds() || GaveUp), held => held, KillableInbox.Patience);
}
