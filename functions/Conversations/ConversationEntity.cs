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
/// Owns one conversation, by whose id it is keyed: takes its commands one at a time, in order. A signal may be run twice, and the
/// process may die after the transaction and before the entity's own checkpoint: the ledger finds both.
/// </summary>
public sealed partial class ConversationEntity(
    ConversationLedger ledger, SearchIndex search, InboxTraces traces, TimeProvider time, ILogger<ConversationEntity> log)
        : TaskEntity<ConversationEntityState?>
{
    /// <summary>
    /// How long it waits for storage that is away. The runtime drops what throws; the sender's repeater then brings it again. A few of
    /// these waits fit into the time that host.json gives a function.
    /// </summary>
    public static TimeSpan StorageTimeout { get; } = TimeSpan.FromMinutes(2);

    private static readonly StorageRetryPolicy Waiting = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15), StorageTimeout);

    /// <summary>The orchestration that does background work; its input and instance id are the id of the work.</summary>
    public const string WorkOrchestration = "WorkOrchestration";

    /// <summary>The entity of a conversation.</summary>
    public static EntityInstanceId IdOf(ConversationId id) => new(nameof(ConversationEntity), id.ToString());

    [Function(nameof(ConversationEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ConversationEntity>();

    /// <summary>Takes a command, and has the work done that follows from it. What cannot be read is left alone.</summary>
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

        // A repetition of what is remembered already was scheduled with that memory: to start the same instance again could end the first.
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

    /// <summary>Work that is one short step is done here, which costs less than an orchestration; its row stays where that fails.</summary>
    private async Task StartAsync(WorkItem work, Conversation conversation)
    {
        if (work.Kind is not WorkKind.IndexConversation)
        {
            Context.ScheduleNewOrchestration(WorkOrchestration, work.Id.ToString(), new StartOrchestrationOptions(work.Id.ToString()));
            return;
        }

        try
        {
            await search.IndexAsync(work, conversation, CancellationToken.None);
        }
#pragma warning disable CA1031 // The conversation is committed, whatever went wrong: the sweep does what its row stands for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotIndexed(work.Id.Masked(), failure);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "Conversation {Conversation} took {Command}; refused: {Refusal}")]
    private partial void LogHandled(string command, string conversation, Refusal? refusal);

    [LoggerMessage(4102, LogLevel.Warning, "Storage is away: conversation {Conversation} tries again in {Pause}")]
    private partial void LogWaits(string conversation, TimeSpan pause, Exception failure);

    [LoggerMessage(4104, LogLevel.Warning, "Work {Work} could not be done at once; the sweep does it")]
    private partial void LogNotIndexed(string work, Exception failure);

    [LoggerMessage(4103, LogLevel.Error, "A conversation was handed something that is no command; it was left alone")]
    private partial void LogNotRead();
}
