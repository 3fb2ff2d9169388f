using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.BackgroundWork;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Functions.Webhooks;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Webhooks;

public class RecordingTests(TestStorage storage)
{
    private const string CallId = "0f9a7a52-6d6b-4b0e-9b6e-0d6f6d1f0001";
    private const string ProvidersId = "cmVjb3JkaW5nLTE=";
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Uri Content = new("https://storage.asm.skype.com/v1/objects/1/content/audio");
    private static readonly Uri Delete = new("https://storage.asm.skype.com/v1/objects/1");

    [Fact]
    public async Task A_finished_recording_is_archived_by_an_orchestration_and_attached_to_its_call()
    {
        await using var app = await TestApp.StartAsync(storage);
        await WithEndedCallAsync(app);
        (app.Recordings.Kept[Content], app.Recordings.Kept[Delete]) = ([.. "ID3"u8, .. new byte[40_000]], []);

        await app.New<EventGridFunctions>().RecordingFileStatusUpdatedAsync(Finished, app.Durable, Never);
        var started = Assert.Single(app.Durable.Started, started => started.Name == nameof(WorkOrchestration));
        await new OrchestrationRun(app, started.Id!).ToItsEndAsync();

        var call = Assert.IsType<CallItem>(Assert.Single(await app.TimelineAsync()));
        Assert.Equal(RecordingIds.Of(ProvidersId), call.RecordingId);
        Assert.DoesNotContain(Delete, app.Recordings.Kept.Keys);
        Assert.Null(await app.Rows.FindAsync(WorkId.OfRecording(RecordingIds.Of(ProvidersId)), Never));
    }

    private static async Task WithEndedCallAsync(TestApp app)
    {
        var now = app.Time.GetUtcNow();
        var plan = new CallPlan([], TimeSpan.FromSeconds(20), HasGreeting: false, Records: true, TakesVoicemail: true);
        var session = new CallSession(
            new(CallId, TestApp.Id, Direction.Inbound, now, plan) { Recording = RecordingPurpose.Call })
        {
            ProviderCallId = TestGateway.LineOf(CallId)
        };
        await app.Get<CallStore>().StartAsync(session.Apply(new CallStarted($"{CallId}.began", now)), Never);
        await app.Get<CallStore>().AddEventAsync(CallId, new RecordingStarted("recording", now, RecordingIds.Of(ProvidersId)), null, Never);
        await app.Get<CallStore>().AddEventAsync(CallId, new Disconnected("over", now), null, Never);
        await app.Get<Functions.Hosting.DurableHostServices>().ForCommands(app.Durable).Calls.WakeAsync(CallId, reconcile: false, Never);
    }

    private static BinaryData Finished => BinaryData.FromString(
        $$$"""
        {"id":"7283825e-f8f1-4c61-a9ea-752c56890500","topic":"t","subject":"/recording/call/c/serverCallId/s/recordingId/{{{ProvidersId}}}",
         "eventType":"Microsoft.Communication.RecordingFileStatusUpdated","eventTime":"2026-01-05T09:29:58Z","dataVersion":"1.0","metadataVersion":"1",
         "data":{"recordingStorageInfo":{"recordingChunks":[{"documentId":"1","index":0,"endReason":"SessionEnded",
                   "contentLocation":"{{{Content}}}","metadataLocation":"https://storage.asm.skype.com/v1/objects/1/content/acsmetadata","deleteLocation":"{{{Delete}}}"}]},
                 "recordingStartTime":"2026-01-05T09:29:00Z","recordingDurationMs":6620,"sessionEndReason":"CallEnded"}}
        """);
}
