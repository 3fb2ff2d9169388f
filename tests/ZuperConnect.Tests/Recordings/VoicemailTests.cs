using ZuperConnect.BackgroundWork;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

public sealed class VoicemailTests(TestStorage storage)
{
    private static readonly byte[] Audio = TestAudio.Mp3(12);
    private static readonly byte[] ShortAudio = TestAudio.Mp3(1.9);

    [Fact]
    public async Task Voicemail_of_a_missed_call_is_the_last_action_and_one_unread_with_it()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(RecordingPurpose.Voicemail, answered: false);
        Assert.Equal(("callMissed", 1, true), await StateAsync(run));
        run.Time.Advance(TimeSpan.FromMinutes(1));

        await run.FinishedAsync(TimeSpan.FromSeconds(12), run.Source.Keep(Audio));
        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(("voicemailReceived", 1, true), await StateAsync(run));
        var item = Assert.Single(await run.Inbox.TimelineAsync());
        Assert.Equal(
            (call.Id, "missed", true, RecordingRun.RecordingId),
            ((string)item["id"]!, (string)item["status"]!, (bool)item["voicemail"]!, (string)item["recordingId"]!));
        Assert.Equal(12, (double)item["recordingDurationSeconds"]!);
        Assert.Equal(12, (double)(await run.Inbox.ConversationAsync())["lastAction"]!["durationSeconds"]!);
    }

    [Fact]
    public async Task Voicemail_that_arrives_before_its_call_has_ended_waits_for_it()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(RecordingPurpose.Voicemail, over: false, answered: false);
        await run.FinishedAsync(TimeSpan.FromSeconds(12), run.Source.Keep(Audio));
        Assert.NotNull((await run.StepAsync()).NextStepAt);
        Assert.False((await run.ItemAsync(call.Id)).Voicemail);

        await run.EndAsync(call.Id);
        Assert.True((await run.StepAsync()).Finished);

        Assert.True((await run.ItemAsync(call.Id)).Voicemail);
        Assert.Equal(1, (await StateAsync(run)).Unread);
    }

    [Fact]
    public async Task Voicemail_of_less_than_two_seconds_is_none()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(RecordingPurpose.Voicemail, answered: false);
        var version = (long)(await run.Inbox.ConversationAsync())["version"]!;
        await run.FinishedAsync(TimeSpan.FromSeconds(1.999), run.Source.Keep(ShortAudio));

        // As if the process ended before the row was removed.
        Assert.True(
            (await run.Get<BackgroundWorkRunner>()
                .StepAsync(RecordingRun.Work, run.Get<HostServices>(), TestContext.Current.CancellationToken)).Finished);
        Assert.True((await run.StepAsync()).Finished);

        Assert.Null(await run.ArchivedAsync());
        Assert.Null(await run.RowAsync());
        Assert.Equal(0, run.Source.Count);
        Assert.False((await run.ItemAsync(call.Id)).Voicemail);
        Assert.Equal(version, (long)(await run.Inbox.ConversationAsync())["version"]!);
    }

    [Fact]
    public async Task Recording_that_nobody_asked_for_of_a_call_that_nobody_answered_is_a_voicemail()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(purpose: null, answered: false);
        await run.FinishedAsync(TimeSpan.FromSeconds(12), run.Source.Keep(Audio));

        Assert.True((await run.StepAsync()).Finished);

        Assert.True((await run.ItemAsync(call.Id)).Voicemail);
    }

    [Fact]
    public async Task Recording_of_less_than_two_seconds_of_an_answered_call_is_one()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromSeconds(1), run.Source.Keep(ShortAudio));

        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
    }

    private static async Task<(string LastAction, int Unread, bool Unresponded)> StateAsync(RecordingRun run)
    {
        var conversation = await run.Inbox.ConversationAsync();
        return ((string)conversation["lastAction"]!["type"]!, (int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!);
    }
}
