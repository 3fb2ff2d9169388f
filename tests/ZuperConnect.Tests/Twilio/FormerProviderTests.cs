using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Hosting;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Twilio;

/// <summary>Events of Azure Communication Services that arrive after a move to Twilio, because the subscriptions still exist.</summary>
public sealed class FormerProviderTests(TestStorage storage) : TwilioTest(storage)
{
    private static readonly (string From, string To) Phones = (RunningInbox.Customer[1..], RunningInbox.Dispatch[1..]);

    [Fact]
    public async Task Texts_are_stored_in_the_same_conversation_and_answered_through_the_new_provider()
    {
        await ArrivesAsync(EventGridSamples.SmsReceived("1", Phones.From, Phones.To, "Sent to the former provider"));
        await _twilio.TextAsync("Sent to the new provider");
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Here we are.", Guid.NewGuid().ToString()));

        var texts = (await _inbox.TimelineAsync()).Select(item => (string)item["text"]!).Order(StringComparer.Ordinal);
        Assert.Equal(["Here we are.", "Sent to the former provider", "Sent to the new provider"], texts);
        await RunningInbox.EventuallyAsync(
            () => Task.FromResult(_twilio.Messages.Any(message => message.Body is "Here we are.")), sent => sent);
    }

    [Fact]
    public async Task A_call_cannot_be_answered_and_ends_as_missed()
    {
        await ArrivesAsync(EventGridSamples.Array(EventGridSamples.IncomingCallEvent(
            Guid.NewGuid().ToString(), RunningInbox.Customer, RunningInbox.Dispatch)));

        await RunningInbox.EventuallyAsync(
            () => _inbox.GetAsync("api/calls"),
            calls => calls["items"]!.AsArray() is [var call] && (string)call!["status"]! == "missed");
    }

    private Task ArrivesAsync(string delivery) => _inbox.Services.GetRequiredService<EventGridReceiver>().TryHandleDeliveryAsync(
        new(delivery), _inbox.Services.GetRequiredService<HostServices>(), Cancellation);
}
