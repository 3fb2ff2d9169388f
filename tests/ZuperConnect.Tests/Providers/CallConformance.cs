using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Tests.Calls;

namespace ZuperConnect.Tests.Providers;

/// <summary>
/// The conformance tests of a telephony provider for calls, from the view of the team and its customers: calls in both directions with all
/// their endings, voicemail and recordings. Every provider must pass them. A derived class starts an inbox with the provider.
/// </summary>
public abstract class CallConformance : IAsyncLifetime
{
    private const string HiddenCaller = "14255550100-anonymous";

    private readonly CallClock _clock = new();
    private CallProviderUnderTest _phones = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningInbox Inbox => _phones.Inbox;

    private protected abstract Task<CallProviderUnderTest> StartAsync(FakeTimeProvider time);

    public async ValueTask InitializeAsync()
    {
        _phones = await StartAsync(_clock.Time);
        await SetAsync(new { ringTimeSeconds = 120, records = false, takesVoicemail = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _phones.DisposeAsync();
        await _clock.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_caller_talks_with_the_first_who_accepts_and_the_other_phones_stop_ringing()
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DeviceRingsAsync("ana");
        await _phones.DeviceRingsAsync("ben");
        await Inbox.CallItemAsync(callId, "ringing");
        await _phones.CustomerHearsRingingAsync();

        await _phones.DevicePicksUpAsync("ana");

        var talking = await Inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(("inbound", "ana"), ((string)talking["direction"]!, (string)talking["answeredBy"]!["userId"]!));
        await _phones.TheyTalkAsync("ana");
        await _phones.DeviceIsSilentAsync("ben");
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await Inbox.ConversationAsync()));
        await _phones.CustomerHangsUpAsync();
        await EndsAsync(callId, "completed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_hangs_up_first_ends_the_call_for_both(bool customer)
    {
        var callId = await TalkAsync("ana");

        await (customer ? _phones.CustomerHangsUpAsync() : _phones.DeviceHangsUpAsync("ana"));

        Assert.InRange((double)(await EndsAsync(callId, "completed"))["durationSeconds"]!, 0, 120);
    }

    [Fact]
    public async Task A_phone_that_a_voicemail_box_picks_up_does_not_take_the_call()
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DeviceRingsAsync("ben");
        await _phones.DevicePicksUpAsync("ana", presses: false);
        await _phones.DeviceIsSilentAsync("ana");

        await _phones.DevicePicksUpAsync("ben");

        Assert.Equal("ben", (string)(await Inbox.CallItemAsync(callId, "inProgress"))["answeredBy"]!["userId"]!);
        await _phones.TheyTalkAsync("ben");
        await _phones.DeviceHangsUpAsync("ben");
        await EndsAsync(callId, "completed");
    }

    [Fact]
    public async Task A_user_who_declines_leaves_the_call_to_the_others()
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DeviceRingsAsync("ben");
        await _phones.DeviceDeclinesAsync("ana");
        await _phones.DeviceIsSilentAsync("ana");

        await _phones.DevicePicksUpAsync("ben");

        await _phones.TheyTalkAsync("ben");
        await _phones.CustomerHangsUpAsync();
        await EndsAsync(callId, "completed");
    }

    [Fact]
    public async Task A_call_that_all_decline_is_missed_and_its_voicemail_is_archived_and_deleted_at_the_provider()
    {
        var callId = await _phones.CustomerCallsAsync();
        await AllDeclineAsync();
        await Inbox.CallItemAsync(callId, "missed");
        Assert.Equal(("open", 1, true, "callMissed"), ConversationFlags.Of(await Inbox.ConversationAsync()));

        await _phones.CustomerLeavesVoicemailAsync();

        await ArchivedAsync(callId, voicemail: true);
        var missed = await EndsAsync(callId, "missed");
        Assert.Null(missed["answeredBy"]);
        Assert.Equal(("open", 1, true, "voicemailReceived"), ConversationFlags.Of(await Inbox.ConversationAsync()));
    }

    [Fact]
    public async Task A_call_that_nobody_takes_in_time_is_missed_and_no_phone_rings_any_more()
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DeviceRingsAsync("ana");
        await _phones.DeviceRingsAsync("ben");

        _clock.Time.Advance(TimeSpan.FromSeconds(125));

        await Inbox.CallItemAsync(callId, "missed");
        await _phones.DeviceIsSilentAsync("ana");
        await _phones.DeviceIsSilentAsync("ben");
        await _phones.CustomerHearsToneAsync();
        await _phones.CustomerHangsUpAsync();
        await EndsAsync(callId, "missed");
    }

    [Fact]
    public async Task A_caller_who_says_nothing_leaves_a_missed_call_without_a_voicemail()
    {
        var callId = await _phones.CustomerCallsAsync();
        await AllDeclineAsync();

        await _phones.CustomerHangsUpAtToneAsync();

        await EndsAsync(callId, "missed");
        await RunningInbox.EventuallyAsync(_phones.RecordingsAsync, recordings => recordings is 0);
        await Inbox.NoWorkIsLeftAsync();
        Assert.Null((await EndsAsync(callId, "missed"))["recordingId"]);
        Assert.Equal(("open", 1, true, "callMissed"), ConversationFlags.Of(await Inbox.ConversationAsync()));
    }

    [Fact]
    public async Task A_number_without_voicemail_hangs_up_on_a_caller_whom_nobody_answers()
    {
        await SetAsync(new { takesVoicemail = false });
        var callId = await _phones.CustomerCallsAsync();

        await AllDeclineAsync();

        await EndsAsync(callId, "missed");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_it_rings_is_to_be_called_back_and_no_phone_rings_any_more()
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DeviceRingsAsync("ana");
        await _phones.DeviceRingsAsync("ben");

        await _phones.CustomerHangsUpAsync();

        await EndsAsync(callId, "canceled");
        var (_, unread, unresponded, _) = ConversationFlags.Of(await Inbox.ConversationAsync());
        Assert.Equal((1, true), (unread, unresponded));
    }

    [Fact]
    public async Task A_caller_who_hides_the_number_reaches_the_team_in_a_conversation_without_one()
    {
        var callId = await _phones.CustomerCallsAsync(from: "anonymous");
        await _phones.DevicePicksUpAsync("ana");
        await Inbox.CallItemAsync(callId, "inProgress", HiddenCaller);
        await _phones.TheyTalkAsync("ana");

        await _phones.CustomerHangsUpAsync();

        await Inbox.CallItemAsync(callId, "completed", HiddenCaller);
        await _phones.EverythingIsOverAsync(callId);
    }

    [Fact]
    public async Task A_recorded_call_is_announced_first_and_its_recording_is_archived_and_deleted_at_the_provider()
    {
        await SetAsync(new { records = true });
        var callId = await TalkAsync("ana");
        await Inbox.RecordingStartedAsync(callId);
        Assert.Equal((true, 1), (await _phones.IsAnnouncedAsync(), await _phones.RecordingsAsync()));

        await _phones.DeviceHangsUpAsync("ana");

        await ArchivedAsync(callId, voicemail: false);
        await EndsAsync(callId, "completed");
    }

    [Fact]
    public async Task A_call_that_is_not_to_be_recorded_is_neither_announced_nor_recorded()
    {
        var callId = await TalkAsync("ana");

        await _phones.CustomerHangsUpAsync();

        await EndsAsync(callId, "completed");
        Assert.Equal((false, 0), (await _phones.IsAnnouncedAsync(), await _phones.RecordingsAsync()));
    }

    [Fact]
    public async Task Events_that_all_come_five_times_are_one_answered_and_recorded_call()
    {
        _phones.RepeatEvents(5);
        await SetAsync(new { records = true });
        var callId = await TalkAsync("ana");
        await Inbox.RecordingStartedAsync(callId);

        await _phones.DeviceHangsUpAsync("ana");

        await ArchivedAsync(callId, voicemail: false);
        await EndsAsync(callId, "completed");
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await Inbox.ConversationAsync()));
    }

    [Fact]
    public async Task Events_that_all_come_five_times_are_one_missed_call_with_one_voicemail()
    {
        _phones.RepeatEvents(5);
        var callId = await _phones.CustomerCallsAsync();
        await AllDeclineAsync();

        await _phones.CustomerLeavesVoicemailAsync();

        await ArchivedAsync(callId, voicemail: true);
        await EndsAsync(callId, "missed");
        Assert.Equal(("open", 1, true, "voicemailReceived"), ConversationFlags.Of(await Inbox.ConversationAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_users_call_rings_at_the_users_phone_first_and_then_at_the_customers(bool customerHangsUp)
    {
        var callId = await PlaceAsync();
        await _phones.DevicePicksUpAsync("ana");
        await _phones.CustomersPhoneRingsAsync();

        await _phones.CustomerPicksUpAsync();

        var talking = await Inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(("outbound", "ana"), ((string)talking["direction"]!, (string)talking["by"]!["userId"]!));
        await _phones.TheyTalkAsync("ana");
        Assert.Equal(("open", 0, false, "callPlaced"), ConversationFlags.Of(await Inbox.ConversationAsync()));
        await (customerHangsUp ? _phones.CustomerHangsUpAsync() : _phones.DeviceHangsUpAsync("ana"));
        await EndsAsync(callId, "completed");
        await SaysAsync("Called, answered");
    }

    [Theory]
    [InlineData(CustomerRefusal.IsBusy, "missed", "Called, busy")]
    [InlineData(CustomerRefusal.Declines, "missed", "Called, declined")]
    [InlineData(CustomerRefusal.IsUnreachable, "failed", "Called, not reachable")]
    public async Task A_users_call_that_does_not_reach_the_customer_says_why_and_is_no_response(
        CustomerRefusal refusal, string status, string words)
    {
        await _phones.CustomerRefusesAsync(refusal);
        var callId = await PlaceAsync();

        await _phones.DevicePicksUpAsync("ana");

        await EndsAsync(callId, status);
        await SaysAsync(words);
        Assert.True((bool)(await Inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task A_users_call_that_the_customer_does_not_take_is_a_response_all_the_same()
    {
        var callId = await PlaceAsync();
        await _phones.DevicePicksUpAsync("ana");
        await _phones.CustomersPhoneRingsAsync();

        _clock.Time.Advance(TimeSpan.FromSeconds(50));

        await EndsAsync(callId, "missed");
        await SaysAsync("Called, no answer");
        Assert.False((bool)(await Inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task A_user_who_hangs_up_while_it_rings_at_the_customers_cancels_the_call()
    {
        var callId = await PlaceAsync();
        await _phones.DevicePicksUpAsync("ana");
        await _phones.CustomersPhoneRingsAsync();

        await _phones.DeviceHangsUpAsync("ana");

        await EndsAsync(callId, "canceled");
    }

    [Fact]
    public async Task A_user_who_declines_the_own_call_never_reaches_the_customer()
    {
        var callId = await PlaceAsync();

        await _phones.DeviceDeclinesAsync("ana");

        await EndsAsync(callId, "canceled");
        await SaysAsync("Call canceled");
        Assert.True((bool)(await Inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task A_user_who_does_not_pick_up_the_own_phone_never_reaches_the_customer()
    {
        var callId = await PlaceAsync();
        await _phones.DeviceRingsAsync("ana");

        _clock.Time.Advance(TimeSpan.FromSeconds(50));

        await EndsAsync(callId, "canceled");
        await SaysAsync("Call canceled");
    }

    [Fact]
    public async Task A_users_recorded_call_is_announced_to_the_customer_too()
    {
        await SetAsync(new { records = true });
        var callId = await PlaceAsync();
        await _phones.DevicePicksUpAsync("ana");
        await _phones.CustomerPicksUpAsync();
        await Inbox.RecordingStartedAsync(callId);
        Assert.Equal((true, 1), (await _phones.IsAnnouncedAsync(), await _phones.RecordingsAsync()));

        await _phones.CustomerHangsUpAsync();

        await ArchivedAsync(callId, voicemail: false);
        await EndsAsync(callId, "completed");
    }

    private async Task SetAsync(object settings) => (await Inbox.Http.PutAsJsonAsync(
        $"api/numbers/{Uri.EscapeDataString(RunningInbox.Dispatch)}", settings, Cancellation)).EnsureSuccessStatusCode();

    /// <summary>The customer calls, and a user accepts.</summary>
    private async Task<string> TalkAsync(string userId)
    {
        var callId = await _phones.CustomerCallsAsync();
        await _phones.DevicePicksUpAsync(userId);
        await Inbox.CallItemAsync(callId, "inProgress");
        await _phones.TheyTalkAsync(userId);
        return callId;
    }

    private async Task AllDeclineAsync()
    {
        await _phones.DeviceDeclinesAsync("ana");
        await _phones.DeviceDeclinesAsync("ben");
    }

    /// <summary>A user calls the customer, who has asked for it.</summary>
    private async Task<string> PlaceAsync()
    {
        await _phones.CustomerTextsAsync("Please call me.");
        return (string)(await RunningInbox.JsonAsync(await Inbox.CallCustomerAsync()))["callId"]!;
    }

    /// <summary>The call has this status, once, and nothing of it goes on.</summary>
    private async Task<JsonNode> EndsAsync(string callId, string status)
    {
        await Inbox.CallItemAsync(callId, status);
        await _phones.EverythingIsOverAsync(callId);
        return Assert.Single(await Inbox.TimelineAsync(), item => (string)item["type"]! == "call" && (string)item["status"]! == status);
    }

    /// <summary>The recording plays, and the provider has none any more.</summary>
    private async Task ArchivedAsync(string callId, bool voicemail)
    {
        var call = await Inbox.RecordedAsync(callId);
        Assert.Equal(voicemail, (bool)call["voicemail"]!);
        var audio = await Inbox.Http.GetAsync(new Uri($"api/recordings/{(string)call["recordingId"]!}", UriKind.Relative), Cancellation);
        Assert.StartsWith("audio/", audio.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(await audio.Content.ReadAsByteArrayAsync(Cancellation));
        await RunningInbox.EventuallyAsync(_phones.RecordingsAsync, recordings => recordings is 0);
    }

    private Task SaysAsync(string words) => RunningInbox.EventuallyAsync(
        () => Inbox.ConversationAsync(), conversation => (string?)conversation["lastAction"]!["text"] == words);
}
