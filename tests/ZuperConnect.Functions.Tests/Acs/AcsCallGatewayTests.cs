using Azure;
using Azure.Communication;
using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Configuration;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;

namespace ZuperConnect.Functions.Tests.Acs;

public sealed class AcsCallGatewayTests : IDisposable
{
    private const string CallId = "0f9a7a52-6d6b-4b0e-9b6e-0d6f6d1f0001";
    private const string Secret = "the-context-of-the-incoming-call";
    private const string Callback = $"https://inbox.example/api/callbacks/calls/{CallId}";
    private const string Ours = "+14255550100";
    private const string Theirs = "+12065550199";
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly Device Phone = new(TestApp.Ana, Number("+12065550101"));
    private static readonly Uri Speech = new("https://speech.cognitiveservices.azure.com");

    private readonly TestCallAutomation _service = new();
    private readonly TestLog<AcsCallGateway> _log = new();

    public static TheoryData<int, string?> Passing =>
        new() { { 0, null }, { 401, null }, { 408, null }, { 409, "8519" }, { 429, null }, { 500, null }, { 503, null }, { 400, "8500" } };

    public static TheoryData<int, string?> Lasting =>
        new() { { 400, "8501" }, { 400, "8528" }, { 400, "8585" }, { 403, "7507" }, { 404, "8522" }, { 410, null }, { 412, "8583" } };

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_call_is_answered_with_the_address_of_its_callbacks()
    {
        Assert.Equal(TestCallAutomation.ProviderCallId, await Gateway().AnswerAsync(Ringing(), Never));

        var asked = Asked<AnswerCallOptions>();
        Assert.Equal((Secret, Callback), (asked.IncomingCallContext, asked.CallbackUri.AbsoluteUri));
        Assert.Null(asked.CallIntelligenceOptions);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_call_that_does_not_ring_any_more_has_no_line(int status, string? code)
    {
        Fail(nameof(_service.AnswerCallAsync), status, code);

        Assert.Null(await Gateway().AnswerAsync(Ringing(), Never));

        Assert.DoesNotContain(_log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_call_that_may_ring_still_is_to_be_answered_again(int status, string? code)
    {
        Fail(nameof(_service.AnswerCallAsync), status, code);

        await Assert.ThrowsAsync<RequestFailedException>(() => Gateway().AnswerAsync(Ringing(), Never));
    }

    [Fact]
    public async Task A_users_call_begins_at_the_users_device_with_the_conversations_number()
    {
        var result = await DoAsync(new CallDevice(Phone), Live() with { ProviderCallId = null });

        Assert.Equal(new ActionResult(true) { ProviderCallId = TestCallAutomation.ProviderCallId }, result);
        var asked = Asked<CreateCallOptions>();
        Assert.Equal((Phone.Number.Value, Ours), Phones(asked.CallInvite));
        Assert.Equal((Callback, "device:ana"), (asked.CallbackUri.AbsoluteUri, asked.OperationContext));
    }

    [Fact]
    public async Task A_waiting_customer_hears_ringing()
    {
        await DoAsync(new HoldCustomer());
        var asked = Asked<HoldOptions>();
        Assert.Equal((Theirs, "https://inbox.example/api/sounds/ringing.wav"), (PhoneOf(asked.TargetParticipant), File(asked.PlaySource)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Holding_that_was_done_before_is_done(bool isOnHold, bool held)
    {
        Fail(nameof(CallMedia.HoldAsync), 400, "8501");
        Fail(nameof(CallMedia.UnholdAsync), 400, "8501");
        _service.IsOnHold = isOnHold;

        Assert.Equal((held, !held), ((await DoAsync(new HoldCustomer())).Done, (await DoAsync(new TakeOffHold())).Done));
    }

    [Fact]
    public async Task A_hold_of_a_call_that_is_gone_is_refused()
    {
        Fail(nameof(CallMedia.HoldAsync), 404, "8522");
        Fail(nameof(CallConnection.GetParticipantAsync), 404, "8522");

        Assert.False((await DoAsync(new HoldCustomer())).Done);
    }

    [Fact]
    public async Task A_hidden_caller_waits_and_is_taken_off_hold_like_any_other()
    {
        var hidden = Live(new(Number(Ours), PhoneNumber.Hidden));
        await DoAsync(new HoldCustomer(), hidden);
        await DoAsync(new TakeOffHold(), hidden);

        Assert.Equal("4:anonymous", ((HoldOptions)_service.Asked[0]).TargetParticipant.RawId);
        Assert.Equal("4:anonymous", ((UnholdOptions)_service.Asked[1]).TargetParticipant.RawId);
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(25, 25)]
    [InlineData(600, 180)]
    public async Task A_device_rings_for_its_time_and_sees_our_number(double seconds, int invited)
    {
        var result = await DoAsync(new InviteDevice(Phone, TimeSpan.FromSeconds(seconds)));

        Assert.Equal(new ActionResult(true) { Invitation = "invitation-1" }, result);
        var asked = Asked<AddParticipantOptions>();
        Assert.Equal((Phone.Number.Value, Ours), Phones(asked.ParticipantToAdd));
        Assert.Equal((invited, "device:ana"), (asked.InvitationTimeoutInSeconds, asked.OperationContext));
    }

    [Fact]
    public async Task The_customer_is_called_from_our_number()
    {
        await DoAsync(new InviteCustomer(Number(Theirs), TimeSpan.FromSeconds(45)));
        var asked = Asked<AddParticipantOptions>();
        Assert.Equal((Theirs, Ours), Phones(asked.ParticipantToAdd));
        Assert.Equal((45, "customer"), (asked.InvitationTimeoutInSeconds, asked.OperationContext));
    }

    [Fact]
    public async Task Whoever_picks_up_is_asked_for_one_key()
    {
        await DoAsync(new AskToAccept(Phone));
        var asked = Asked<CallMediaRecognizeDtmfOptions>();
        Assert.Equal(
            (Phone.Number.Value, 1, "device:ana"), (PhoneOf(asked.TargetParticipant), asked.MaxTonesToCollect, asked.OperationContext));
        Assert.Equal((true, TimeSpan.FromSeconds(10)), (asked.InterruptPrompt, asked.InitialSilenceTimeout));
        Assert.Equal("https://inbox.example/api/sounds/accept.wav", File(asked.Prompt));
    }

    [Theory]
    [InlineData(LegState.Rings, true)]
    [InlineData(LegState.Asked, false)]
    [InlineData(LegState.Gone, false)]
    public async Task A_device_is_removed_and_its_invitation_is_taken_back_while_it_may_ring(LegState state, bool takenBack)
    {
        Assert.True((await DoAsync(new DropDevice(Phone), With(state))).Done);

        Assert.Equal(takenBack
            ? ["invitation-1"] : [], _service.Asked.OfType<CancelAddParticipantOperationOptions>().Select(asked => asked.InvitationId));
        Assert.Equal(Phone.Number.Value, PhoneOf(Assert.Single(_service.Asked.OfType<RemoveParticipantOptions>()).ParticipantToRemove));
    }

    [Fact]
    public async Task A_device_that_picks_up_while_it_is_dropped_is_dropped_all_the_same()
    {
        Fail(nameof(CallConnection.CancelAddParticipantOperationAsync), 400, "8585");
        Assert.True((await DoAsync(new DropDevice(Phone), With(LegState.Rings))).Done);

        Fail(nameof(CallConnection.RemoveParticipantAsync), 404, "8522");
        Assert.False((await DoAsync(new DropDevice(Phone), With(LegState.Rings))).Done);
    }

    [Fact]
    public async Task A_drop_that_may_succeed_later_is_tried_again()
    {
        Fail(nameof(CallConnection.RemoveParticipantAsync), 503, null);

        await Assert.ThrowsAsync<RequestFailedException>(() => DoAsync(new DropDevice(Phone), With(LegState.Rings)));
    }

    [Theory]
    [InlineData(Sound.Greeting, "greeting-14255550100.wav")]
    [InlineData(Sound.VoicemailGreeting, "tone.wav")]
    public async Task Without_a_speech_service_files_are_played(Sound sound, string file)
    {
        Assert.True((await DoAsync(new Play(sound))).Done);
        var asked = Asked<PlayToAllOptions>();
        Assert.Equal($"https://inbox.example/api/sounds/{file}", File(Assert.Single(asked.PlaySources)));
        Assert.Equal(sound is Sound.Greeting ? "sound:greeting" : "sound:voicemailGreeting", asked.OperationContext);
    }

    [Fact]
    public async Task An_announcement_that_cannot_be_played_is_refused_and_logged_once()
    {
        Assert.False((await DoAsync(new Play(Sound.RecordingAnnouncement))).Done);

        Assert.Empty(_service.Asked);
        Assert.Contains("Acs:SpeechEndpoint", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_speech_service_words_are_spoken()
    {
        var gateway = Gateway(Speech);
        await gateway.ExecuteAsync(Live(), new Play(Sound.RecordingAnnouncement), Never);
        await gateway.ExecuteAsync(Live(), new Play(Sound.VoicemailGreeting), Never);
        await gateway.ExecuteAsync(Live(), new AskToAccept(Phone), Never);

        Assert.Contains("recorded", Text(Assert.Single(((PlayToAllOptions)_service.Asked[0]).PlaySources)), StringComparison.Ordinal);
        var voicemail = ((PlayToAllOptions)_service.Asked[1]).PlaySources;
        Assert.Contains("after the tone", Text(voicemail[0]), StringComparison.Ordinal);
        Assert.EndsWith("/tone.wav", File(voicemail[1]), StringComparison.Ordinal);
        Assert.Contains("press 1", Text(((CallMediaRecognizeOptions)_service.Asked[2]).Prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_in_which_words_are_to_be_spoken_is_answered_and_placed_with_the_speech_service()
    {
        await Gateway(Speech).AnswerAsync(Ringing(), Never);
        await Gateway(Speech).ExecuteAsync(Live(), new CallDevice(Phone), Never);

        Assert.Equal(Speech, ((AnswerCallOptions)_service.Asked[0]).CallIntelligenceOptions.CognitiveServicesEndpoint);
        Assert.Equal(Speech, ((CreateCallOptions)_service.Asked[1]).CallIntelligenceOptions.CognitiveServicesEndpoint);
    }

    [Fact]
    public async Task A_recording_is_audio_of_all_in_one_MP3_and_its_id_is_known_at_once()
    {
        var result = await DoAsync(new StartRecording(RecordingPurpose.Call));

        Assert.Equal(new ActionResult(true) { RecordingId = RecordingIds.Of("cmVjb3JkaW5nLTE=") }, result);
        var asked = Asked<StartRecordingOptions>();
        Assert.Equal(
            (RecordingContent.Audio, RecordingChannel.Mixed, RecordingFormat.Mp3, Callback),
            (asked.RecordingContent, asked.RecordingChannel, asked.RecordingFormat, asked.RecordingStateCallbackUri.AbsoluteUri));
    }

    [Theory]
    [InlineData("8559", true)]
    [InlineData("8553", true)]
    [InlineData("8501", false)]
    public async Task A_recording_that_runs_already_was_started(string code, bool started)
    {
        Fail(nameof(CallRecording.StartAsync), 400, code);

        Assert.Equal(started, (await DoAsync(new StartRecording(RecordingPurpose.Call))).Done);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_will_never_be_done_is_refused(int status, string? code)
    {
        Fail(nameof(CallConnection.HangUpAsync), status, code);
        Fail(nameof(CallMedia.HoldAsync), status, code);

        Assert.False((await DoAsync(new HangUp())).Done);
        Assert.False((await DoAsync(new HoldCustomer())).Done);
        Assert.Contains($"{status} {code}", _log.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task An_action_that_may_succeed_later_is_tried_again(int status, string? code)
    {
        Fail(nameof(CallConnection.HangUpAsync), status, code);
        Fail(nameof(CallMedia.UnholdAsync), status, code);

        await Assert.ThrowsAsync<RequestFailedException>(() => DoAsync(new HangUp()));
        await Assert.ThrowsAsync<RequestFailedException>(() => DoAsync(new TakeOffHold()));
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_call_that_the_provider_never_had()
    {
        Assert.False((await DoAsync(new HangUp(), Live() with { ProviderCallId = null })).Done);
        Assert.Empty(_service.Asked);
    }

    [Theory]
    [InlineData("connected", ProviderCallStatus.Active)]
    [InlineData("connecting", ProviderCallStatus.Active)]
    [InlineData("disconnected", ProviderCallStatus.Ended)]
    public async Task A_look_says_whether_a_call_is_up(string state, ProviderCallStatus seen)
    {
        _service.State = state;

        Assert.Equal(seen, (await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never)).Status);
    }

    [Fact]
    public async Task A_look_sees_whose_phones_are_in_a_call()
    {
        _service.Participants = [new CommunicationUserIdentifier("8:acs:inbox"), new PhoneNumberIdentifier(Theirs),
            new PhoneNumberIdentifier("anonymous"), new UnknownIdentifier("4:anonymous")];

        Assert.Equal(
            [Number(Theirs), PhoneNumber.Hidden, PhoneNumber.Hidden],
            (await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never)).Present);
    }

    [Fact]
    public async Task A_look_reads_asserted_identities_and_says_where_it_cannot_read_who_is_there()
    {
        const string asserted = "207ffef6-9444-41fb-92ab-20eacaae2768";
        _service.Participants = [new PhoneNumberIdentifier($"{Theirs}_{asserted}"),
            new PhoneNumberIdentifier("otherFormat", $"4:{asserted}"), new UnknownIdentifier($"4:anonymous_{asserted}")];
        var state = await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never);
        Assert.Equal([Number(Theirs), PhoneNumber.Hidden, PhoneNumber.Hidden], state.Present);
        Assert.False(state.IsIncomplete);

        _service.Participants = [new PhoneNumberIdentifier(Theirs), new UnknownIdentifier("4:")];
        Assert.True((await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never)).IsIncomplete);
    }

    [Fact]
    public async Task A_call_that_ends_while_it_is_looked_at_is_over()
    {
        Fail(nameof(CallConnection.GetParticipantsAsync), 404, "8522");

        Assert.Equal(ProviderCallState.Ended, await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never));
    }

    [Fact]
    public async Task A_call_that_the_provider_does_not_know_any_more_is_over()
    {
        Fail(nameof(CallConnection.GetCallConnectionPropertiesAsync), 404, "8522");
        Assert.Equal(ProviderCallStatus.Ended, (await Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never)).Status);

        Fail(nameof(CallConnection.GetCallConnectionPropertiesAsync), 503, null);
        await Assert.ThrowsAsync<RequestFailedException>(() => Gateway().GetStateAsync(TestCallAutomation.ProviderCallId, Never));
    }

    [Fact]
    public async Task The_same_answer_is_the_same_request_to_the_service_and_another_calls_is_not()
    {
        await Gateway().AnswerAsync(Ringing(), Never);
        await Gateway().AnswerAsync(Ringing(), Never);
        await Gateway().AnswerAsync(Ringing() with { CallId = Guid.NewGuid().ToString() }, Never);

        var (first, second, other) = (_service.Repeatabilities[0], _service.Repeatabilities[1], _service.Repeatabilities[2]);
        Assert.Equal("Mon, 05 Jan 2026 09:30:00 GMT", first.Since);
        Assert.Equal(4, Guid.ParseExact(first.Id, "D").Version);
        Assert.Equal(first, second);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task What_is_asked_once_in_a_call_is_the_same_request_and_each_is_another()
    {
        var ben = new Device(new("ben", "Ben"), Number("+12065550102"));
        CallAction[] once =
        [
            new CallDevice(Phone), new InviteDevice(Phone, TimeSpan.FromSeconds(20)), new InviteDevice(ben, TimeSpan.FromSeconds(20)),
            new InviteCustomer(Number(Theirs), TimeSpan.FromSeconds(45)), new StartRecording(RecordingPurpose.Call),
            new StartRecording(RecordingPurpose.Voicemail),
        ];
        foreach (var action in (CallAction[])[.. once, .. once])
        {
            await DoAsync(action);
        }

        Assert.Equal(_service.Repeatabilities.Take(once.Length), _service.Repeatabilities.Skip(once.Length));
        Assert.Equal(once.Length, _service.Repeatabilities.DistinctBy(seen => seen.Id).Count());
    }

    [Fact]
    public async Task Devices_that_are_invited_at_once_are_requests_of_their_own()
    {
        var devices = Enumerable.Range(0, 5)
            .Select(number => new Device(new($"user{number}", "User"), Number($"+1206555012{number}"))).ToList();
        CallAction[] invitations = [.. devices.Select(device => new InviteDevice(device, TimeSpan.FromSeconds(20)))];
        foreach (var invitation in invitations)
        {
            await DoAsync(invitation);
        }

        await Task.WhenAll(invitations.Select(invitation => DoAsync(invitation)));
        await DoAsync(new HoldCustomer());

        Assert.Equal(devices.Count + 1, _service.Repeatabilities.Distinct().Count());
    }

    [Fact]
    public async Task A_call_may_be_hung_up_more_than_once()
    {
        await DoAsync(new HangUp());
        await DoAsync(new HangUp());

        Assert.Equal(2, _service.Repeatabilities.Distinct().Count());
    }

    [Fact]
    public async Task A_retry_of_the_client_is_the_same_request()
    {
        using var service = new TestCallAutomation(retries: 1);
        service.FailNext(1);

        await Gateway(null, service).AnswerAsync(Ringing(), Never);

        Assert.Equal(2, service.Repeatabilities.Count);
        Assert.Single(service.Repeatabilities.Distinct());
    }

    private static PhoneNumber Number(string text) => PhoneNumber.TryParse(text, out var number)
        ? number : throw new InvalidOperationException();

    private static RingingCall Ringing() => new(CallId, Number(Theirs), Number(Ours), Secret, At);

    private static CallSession Live(ConversationId? id = null)
    {
        var plan = new CallPlan([Phone], TimeSpan.FromSeconds(20), HasGreeting: true, Records: true, TakesVoicemail: true);
        return new CallSession(new(CallId, id ?? TestApp.Id, Direction.Inbound, At, plan) { PlacedBy = TestApp.Ana })
        {
            ProviderCallId = TestCallAutomation.ProviderCallId
        };
    }

    private static CallSession With(LegState state)
    {
        var session = Live();
        return session with
        {
            Call = session.Call with { Legs = [new(Phone, state)] },
            Invitations = session.Invitations.Add("ana", "invitation-1")
        };
    }

    private static string PhoneOf(CommunicationIdentifier identifier) => Assert.IsType<PhoneNumberIdentifier>(identifier).PhoneNumber;

    private static (string Called, string Caller) Phones(CallInvite invite) =>
        (PhoneOf(invite.Target), invite.SourceCallerIdNumber.PhoneNumber);

    private static string File(PlaySource source) => Assert.IsType<FileSource>(source).FileUri.AbsoluteUri;

    private static string Text(PlaySource source) => Assert.IsType<TextSource>(source).Text;

    private T Asked<T>() => Assert.IsType<T>(Assert.Single(_service.Asked));

    private void Fail(string operation, int status, string? code) =>
        _service.Failures[operation] = new RequestFailedException(status, "No.", code, null);

    private Task<ActionResult> DoAsync(CallAction action, CallSession? session = null) =>
        Gateway().ExecuteAsync(session ?? Live(), action, Never);

    private AcsCallGateway Gateway(Uri? speech = null, TestCallAutomation? service = null)
    {
        var here = PublicAddress.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("PublicAddress", "https://inbox.example")]).Build())!;
        return new(service ?? _service, here, new(here, speech), _log);
    }
}
