using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Providers;

/// <summary>
/// The simulated phones. Their events have the format of Azure Communication Services: those of running calls are CloudEvents, and incoming
/// calls and recordings come as from Event Grid.
/// </summary>
public sealed class SimulatedCallTests(TestStorage storage) : CallConformance
{
    private protected override async Task<CallProviderUnderTest> StartAsync(FakeTimeProvider time)
    {
        var (folder, events) = (storage.NewFolder(), new RepeatedEvents());
        var inbox = await RunningInbox.StartInAsync(folder, builder => builder.Services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(_ => new HttpClient(events)));
        await inbox.SetCallFateAsync("doesNotPickUp");
        return new Phones(folder, events) { Inbox = inbox };
    }

    private sealed class Phones(string folder, RepeatedEvents events) : CallProviderUnderTest
    {
        private string _caller = RunningInbox.Customer;
        private string? _callId;

        public override void RepeatEvents(int times) => events.Times = times;

        public override Task CustomerTextsAsync(string text) => Inbox.CustomerWritesAsync(text);

        public override async Task<string> CustomerCallsAsync(string from) =>
            _callId = await Inbox.CustomerCallsAsync(_caller = from);

        public override Task CustomerHearsRingingAsync() => CustomerIsAsync("waits");

        public override Task CustomerHearsToneAsync() => CustomerIsAsync("speaks");

        public override Task CustomerLeavesVoicemailAsync() => Inbox.CustomerLeavesVoicemailAsync(_callId!);

        public override async Task CustomerHangsUpAtToneAsync()
        {
            await CustomerHearsToneAsync();
            await PostAsync($"calls/{_callId}/voicemail", new { seconds = 0.5 });
        }

        public override async Task CustomerHangsUpAsync() =>
            await Inbox.CustomerHangsUpAsync((string)(await CallsAsync()).Single()["callId"]!);

        public override Task CustomerRefusesAsync(CustomerRefusal refusal) => Inbox.SetCallFateAsync(refusal switch
        {
            CustomerRefusal.IsBusy => "busy",
            CustomerRefusal.Declines => "declines",
            _ => "unreachable",
        });

        public override Task CustomersPhoneRingsAsync() => CustomerIsAsync("rings");

        public override async Task CustomerPicksUpAsync()
        {
            await CustomersPhoneRingsAsync();
            await PostAsync($"customers/{RunningInbox.Customer}/answer", new { });
        }

        public override Task DeviceRingsAsync(string userId) => Inbox.DeviceAsync(userId, "rings");

        public override Task DevicePicksUpAsync(string userId, bool presses) => Inbox.DeviceAnswersAsync(userId, presses);

        public override Task DeviceDeclinesAsync(string userId) => Inbox.DeviceDeclinesAsync(userId);

        public override Task DeviceHangsUpAsync(string userId) => Inbox.DeviceHangsUpAsync(userId);

        public override Task DeviceIsSilentAsync(string userId) => Inbox.DeviceAsync(userId, "idle");

        public override async Task TheyTalkAsync(string userId)
        {
            await Inbox.DeviceAsync(userId, "connected");
            await CustomerIsAsync("talks");
        }

        public override async Task<bool> IsAnnouncedAsync() => (await CustomersCallsAsync())
            .Any(call => call["heard"]!.AsArray().Any(sound => (string)sound!["sound"]! == "recordingAnnouncement"));

        /// <summary>A recording is a file from the end of the call on.</summary>
        public override async Task<int> RecordingsAsync()
        {
            var path = Path.Combine(folder, "phone", "recordings");
            return (await CallsAsync()).Count > 0 ? 1
                : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.wav").Count() : 0;
        }

        protected override Task NoPhoneIsInUseAsync() => Inbox.NoCallIsUpAsync();

        private Task CustomerIsAsync(string state) =>
            EventuallyAsync(async () => (await CustomersCallsAsync()).Any(call => (string)call["state"]! == state));

        /// <summary>The calls on the customer's phone, also those that have ended.</summary>
        private async Task<IReadOnlyList<JsonNode>> CustomersCallsAsync() =>
            [.. (await Inbox.GetAsync($"local/phone/customers?number={Uri.EscapeDataString(_caller)}"))["items"]![0]!["calls"]!.AsArray()
                .Select(call => call!)];

        /// <summary>The calls at the provider that have not ended.</summary>
        private async Task<IReadOnlyList<JsonNode>> CallsAsync() =>
            [.. (await Inbox.GetAsync("local/phone/calls"))["items"]!.AsArray().Select(call => call!)];

        private async Task PostAsync(string address, object body) =>
            (await Inbox.Http.PostAsJsonAsync($"local/phone/{address}", body, TestContext.Current.CancellationToken))
                .EnsureSuccessStatusCode();
    }

    /// <summary>Sends each request of the provider several times.</summary>
    private sealed class RepeatedEvents() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Times { get; set; } = 1;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await (request.Content?.LoadIntoBufferAsync(cancellationToken) ?? Task.CompletedTask);
            for (var time = 1; time < Times; time++)
            {
                (await base.SendAsync(request, cancellationToken)).Dispose();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
