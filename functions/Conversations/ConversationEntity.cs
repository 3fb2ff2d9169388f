using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// The owner of a conversation; the key is the conversation's id. Handles commands one at a time, in order. A signal may be repeated, and
/// the process may end between the transaction and the entity's checkpoint: the ledger detects both.
/// </summary>
public sealed partial class ConversationEntity(
    ConversationLedger ledger, ConversationIndex search, InboxTraces traces, TimeProvider time, ILogger<ConversationEntity> log)
        : TaskEntity<ConversationEntityState?>
{
    /// <summary>
    /// How long to retry while storage is unavailable. Then the operation throws, the runtime drops its signal, and the sender repeats it.
    /// The function timeout in host.json allows several such operations.
    /// </summary>
    public static TimeSpan StorageTimeout { get; } = TimeSpan.FromMinutes(2);

    private static readonly StorageRetryPolicy Waiting = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15), StorageTimeout);

    /// <summary>The name of the orchestration for background work. Its input and its instance id are the work id.</summary>
    public const string WorkOrchestration = "WorkOrchestration";

    /// <summary>The entity id of a conversation.</summary>
    public static EntityInstanceId IdOf(ConversationId id) => new(nameof(ConversationEntity), id.ToString());

    [Function(nameof(ConversationEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ConversationEntity>();

    /// <summary>
    /// Handles a command and starts the work that follows. An unreadable command is ignored. The operation's name is in stored signals: do
    /// not rename it.
    /// </summary>
    public async Task Take(CommandEnvelope? handover = null)
    {
        if (handover?.Read() is not { } command || !ConversationId.TryParse(Context.Id.Key, out var id))
        {
            LogNotRead();
            return;
        }

        using var span = traces.HandleCommand(handover.Trace, id, command);
        var remembered = State?.Read()?.Conversation?.Version;
        var commit = await Waiting.TryAsync(
            () => HandleAsync(id, command, handover.Kept), time, (pause, failure) =>
                LogWaits(id.Masked(), pause, failure), CancellationToken.None);
        State = ConversationEntityState.Of(commit.Committed);

        // If the state already contains this version, the command is a repetition, and its work was scheduled with that state. Starting the
        // same instance again could end the first.
        foreach (var work in remembered != commit.Committed.Conversation?.Version ? commit.Work : [])
        {
            await StartAsync(work, commit.Committed.Conversation!);
        }

        LogHandled(command.GetType().Name, id.Masked(), commit.Result.Refused);
    }

    /// <inheritdoc/>
    protected override ConversationEntityState? InitializeState(TaskEntityOperation entityOperation) => null;

    private Task<CommitResult> HandleAsync(ConversationId id, Command command, bool kept) =>
        ledger.HandleAsync(id, command, State?.Read() ?? Committed.None, keepRefusal: true, kept, CancellationToken.None);

    /// <summary>
    /// Short work of one step runs here, which costs less than an orchestration. If it fails, its work item stays. Texts are added to the
    /// search index by the reconciler's timer.
    /// </summary>
    private async Task StartAsync(WorkItem work, Conversation conversation)
    {
        if (work.Kind is WorkKind.IndexText)
        {
            return;
        }

        if (work.Kind is not WorkKind.IndexConversation)
        {
            Context.ScheduleNewOrchestration(WorkOrchestration, work.Id.ToString(), new StartOrchestrationOptions(work.Id.ToString()));
            return;
        }

        try
        {
            await search.IndexAsync(work, conversation, CancellationToken.None);
        }
#pragma warning disable CA1031 // The conversation is committed. After any failure the reconciler repeats the work.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotIndexed(work.Id.Masked(), failure);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "Conversation {Conversation} took {Command}; refused: {Refusal}")]
    private partial void LogHandled(string command, string conversation, Refusal? refusal);

    [LoggerMessage(4102, LogLevel.Warning, "Storage is unavailable: conversation {Conversation} tries again in {Pause}")]
    private partial void LogWaits(string conversation, TimeSpan pause, Exception failure);

    [LoggerMessage(4104, LogLevel.Warning, "Work {Work} failed; the reconciler repeats it")]
    private partial void LogNotIndexed(string work, Exception failure);

    [LoggerMessage(4103, LogLevel.Error, "Ignored a signal to a conversation that is no command")]
    private partial void LogNotRead();
}
