using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Providers;

/// <summary>The Twilio adapter, with a strict fake of Twilio.</summary>
public sealed class TwilioCallTests(TestStorage storage) : CallConformance
{
    private protected override async Task<CallProviderUnderTest> StartAsync(FakeTimeProvider time)
    {
        var twilio = await FakeTwilio.StartAsync(time);
        var inbox = await TwilioInbox.StartAsync(storage, twilio, time);
        return new Phones(twilio) { Inbox = inbox };
    }

    private sealed class Phones(FakeTwilio twilio) : CallProviderUnderTest
    {
        private FakeLeg? _caller;

        private FakeLeg Customer => _caller ?? twilio.Calls.At(RunningInbox.Customer)!;

        public override void RepeatEvents(int times) => twilio.Webhooks.Times = times;

        public override Task CustomerTextsAsync(string text) => twilio.TextAsync(text);

        public override Task<string> CustomerCallsAsync(string from)
        {
            _caller = twilio.Call(from);
            return Task.FromResult(TwilioCallReference.CallIdOf(_caller.Sid));
        }

        public override Task CustomerHearsRingingAsync() => CustomerHearsAsync("ringing.wav");

        public override Task CustomerHearsToneAsync() => CustomerHearsAsync("tone.wav");

        public override async Task CustomerLeavesVoicemailAsync()
        {
            await CustomerHearsToneAsync();
            await EventuallyAsync(() => Task.FromResult(twilio.Calls.Recordings.Any(recording => recording.Track is "inbound")));
            await CustomerHangsUpAsync();
        }

        public override async Task CustomerHangsUpAtToneAsync()
        {
            twilio.Calls.RecordingSeconds = 1;
            await CustomerLeavesVoicemailAsync();
        }

        public override Task CustomerHangsUpAsync() => Customer.HangUpAsync();

        public override Task CustomerRefusesAsync(CustomerRefusal refusal)
        {
            twilio.Calls.Unreachable[RunningInbox.Customer] = refusal switch
            {
                CustomerRefusal.IsBusy => ("busy", 486),
                CustomerRefusal.Declines => ("busy", 603),
                _ => ("failed", 404),
            };
            return Task.CompletedTask;
        }

        public override Task CustomersPhoneRingsAsync() => twilio.Calls.RingsAtAsync(RunningInbox.Customer);

        public override async Task CustomerPicksUpAsync() => (await twilio.Calls.RingsAtAsync(RunningInbox.Customer)).PickUp();

        public override Task DeviceRingsAsync(string userId) => twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf(userId));

        public override async Task DevicePicksUpAsync(string userId, bool presses)
        {
            var device = await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf(userId));
            device.PickUp();
            await EventuallyAsync(() => Task.FromResult(device.IsAsked));
            device.Press(presses ? "1" : "");
        }

        public override async Task DeviceDeclinesAsync(string userId) =>
            await (await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf(userId))).DeclineAsync();

        public override Task DeviceHangsUpAsync(string userId) => twilio.Calls.At(FakeCalls.PhoneOf(userId))!.HangUpAsync();

        public override Task DeviceIsSilentAsync(string userId) =>
            EventuallyAsync(() => Task.FromResult(twilio.Calls.At(FakeCalls.PhoneOf(userId)) is null));

        public override Task TheyTalkAsync(string userId) => EventuallyAsync(() => Task.FromResult(
            Customer.Conference is { HasStarted: true } conference
            && conference == twilio.Calls.At(FakeCalls.PhoneOf(userId))?.Conference));

        public override Task<bool> IsAnnouncedAsync() =>
            Task.FromResult(twilio.Calls.Announced.Contains("This call is recorded."));

        public override Task<int> RecordingsAsync() => Task.FromResult(twilio.Calls.Recordings.Count());

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await twilio.DisposeAsync();
        }

        protected override Task NoPhoneIsInUseAsync() =>
            EventuallyAsync(() => Task.FromResult(twilio.Calls.Legs.All(leg => leg.IsOver)));

        private Task CustomerHearsAsync(string sound) => EventuallyAsync(() => Task.FromResult(Customer.Heard.Contains(sound)));
    }
}
