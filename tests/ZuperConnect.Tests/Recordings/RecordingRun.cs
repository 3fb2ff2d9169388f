using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.CallControl;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Recordings;

/// <summary>An inbox with calls and recordings that a test creates. The test decides when background work runs.</summary>
internal sealed class RecordingRun : IAsyncDisposable
{
    public const string ProviderId = "eyJ0ZXN0In0=";

    private RecordingRun(RunningInbox inbox, FakeTimeProvider time, TestRecordings source) => (Inbox, Time, Source) = (inbox, time, source);

    public static string RecordingId { get; } = RecordingIds.Of(ProviderId);

    public static WorkId Work { get; } = WorkId.OfRecording(RecordingId);

    public static ConversationId Conversation { get; } =
        ConversationId.TryParse(RunningInbox.ConversationId, out var id) ? id : throw new InvalidOperationException();

    public RunningInbox Inbox { get; }

    public FakeTimeProvider Time { get; }

    public TestRecordings Source { get; }

    public Task<StoredBlob?> BlobAsync() => Get<StorageTables>().Recordings.FindAsync(RecordingId, Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="storage">The storage.</param>
    /// <param name="works">Whether background work runs by itself.</param>
    /// <param name="configure">Changes the services of the inbox.</param>
    public static async Task<RecordingRun> StartAsync(
        TestStorage storage, bool works = false, Action<WebApplicationBuilder>? configure = null)
    {
        var (time, source) = (new FakeTimeProvider(DateTimeOffset.UtcNow), new TestRecordings());
        var inbox = await RunningInbox.StartAsync(storage, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<IRecordingSource>(source);
            configure?.Invoke(builder);
        });
        var run = new RecordingRun(inbox, time, source);

        // The calls exist only in the test, so the simulated provider must not be asked about them.
        await run.Get<LocalCallOwner>().StopAsync(Cancellation);
        if (!works)
        {
            await run.Get<LocalWorker>().StopAsync(Cancellation);
        }

        return run;
    }

    public T Get<T>()
        where T : notnull => Inbox.Services.GetRequiredService<T>();

    /// <summary>Sends the event of a finished recording that started 20 seconds ago.</summary>
    public async Task FinishedAsync(TimeSpan duration, params IReadOnlyList<Uri> parts) => (await PostAsync(
        EventGridSamples.RecordingFinished(Uri.EscapeDataString(ProviderId), Time.GetUtcNow() - TimeSpan.FromSeconds(20), duration, parts)))
            .EnsureSuccessStatusCode();

    /// <summary>Sends the event of a finished recording with this duration and these parts.</summary>
    public async Task FinishedAsync(object durationMs, object chunks) => (await PostAsync(
        EventGridSamples.RecordingFinished(
            Uri.EscapeDataString(ProviderId), Time.GetUtcNow() - TimeSpan.FromSeconds(20), durationMs, chunks))).EnsureSuccessStatusCode();

    public Task<HttpResponseMessage> PostAsync(string events) =>
        Inbox.PostEventsAsync(events, EventGridReceiver.RecordingFileStatusUpdated);

    /// <summary>A customer's recorded call, ended or still active.</summary>
    public async Task<Call> CallAsync(RecordingPurpose? purpose = RecordingPurpose.Call, bool over = true, bool answered = true)
    {
        var ana = new Author("ana", "Ana");
        var startedAt = Time.GetUtcNow() - TimeSpan.FromSeconds(30);
        var call = new Call(
            Guid.NewGuid().ToString(), Conversation, Direction.Inbound, startedAt, new([], TimeSpan.FromSeconds(20), false, true, true))
        {
            Phase = CallPhase.Talking,
            AnsweredAt = answered ? startedAt : null,
            AnsweredBy = answered ? ana : null,
            Recording = purpose,
        };
        var callStore = Get<CallStore>();
        await callStore.StartAsync(new(call) { ProviderCallId = "line" }, Cancellation);
        await TellAsync(new RingCall($"{call.Id}.rang", startedAt, call.Id));
        await ChangeAsync(call.Id, live => live with { RecordingId = RecordingId });
        if (over)
        {
            await EndAsync(call.Id);
        }

        return call;
    }

    /// <summary>Ends a call as completed if it was answered, otherwise as missed.</summary>
    public async Task EndAsync(string callId)
    {
        var call = await ChangeAsync(callId, live => live with { Phase = CallPhase.Over });
        await TellAsync(new EndCall(
            $"{callId}.ended", Time.GetUtcNow(), callId, call.StartedAt, Direction.Inbound, null, call.AnsweredAt is null
                ? CallStatus.Missed : CallStatus.Completed)
        {
            AnsweredBy = call.AnsweredBy,
        });
    }

    /// <summary>Runs one step of the work and handles its result, as a host does.</summary>
    public async Task<WorkStep> StepAsync()
    {
        var step = await Get<BackgroundWorkRunner>().StepAsync(Work, Get<HostServices>(), Cancellation);
        foreach (var command in step.Commands)
        {
            await Get<LocalConversationOwner>().HandleAsync(command.Conversation, command.Command, Cancellation);
        }

        if (step.Finished)
        {
            await Get<BackgroundWorkRunner>().FinishAsync(Work, Cancellation);
        }

        return step;
    }

    public Task<WorkItem?> RowAsync() => Get<WorkItemStore>().FindAsync(Work, Cancellation);

    /// <summary>The archived files, concatenated; null if there are none.</summary>
    public async Task<byte[]?> ArchivedAsync()
    {
        if (await Get<RecordingBlobs>().FindAsync(RecordingId, Cancellation) is not { } archived)
        {
            return null;
        }

        using var heard = new MemoryStream();
        foreach (var file in archived.Files)
        {
            heard.Write((await Get<StorageTables>().Recordings.DownloadAsync(file, Cancellation))!.Content.Span);
        }

        return heard.ToArray();
    }

    /// <summary>The names of all blobs of recordings.</summary>
    public async Task<IReadOnlyList<string>> BlobsAsync() =>
        await Get<StorageTables>().Recordings.ListAsync(null, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation);

    public async Task<CallItem> ItemAsync(string callId)
    {
        var call = (await Get<CallStore>().FindAsync(callId, Cancellation))!.Call;
        return (CallItem)(await Get<ConversationLedger>().FindItemAsync(Conversation, callId, call.StartedAt, Cancellation))!;
    }

    public ValueTask DisposeAsync() => Inbox.DisposeAsync();

    private Task<CommandResult?> TellAsync(Command command) =>
        Get<LocalConversationOwner>().HandleAsync(Conversation, command, Cancellation);

    private async Task<Call> ChangeAsync(string callId, Func<Call, Call> change)
    {
        var stored = (await Get<CallStore>().ReadAsync(callId, Cancellation))!;
        var saved = await Get<CallStore>().SaveAsync(stored, stored.Session with { Call = change(stored.Session.Call) }, Cancellation);
        return saved!.Session.Call;
    }
}
