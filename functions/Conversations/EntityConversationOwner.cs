using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// Hands commands to <see cref="ConversationEntity"/>. A signal answers nothing, and the runtime drops one whose operation throws; so it
/// counts as taken when storage says so (docs/design.md#owners).
/// </summary>
/// <param name="entities">Reaches the entities.</param>
/// <param name="ledger">Where the effect is looked for.</param>
/// <param name="outbox">Where a command is kept that nobody repeats; null where its sender does.</param>
/// <param name="timeout">How long the effect is looked for.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed partial class EntityConversationOwner(
    DurableEntityClient entities, ConversationLedger ledger, WorkItemStore? outbox, TimeSpan timeout,
    TimeProvider time, ILogger<EntityConversationOwner> log)
    : IConversationOwner
{
    private static readonly TimeSpan InitialDelay = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What is older when it comes may have been taken before, or be about what was erased. A repetition that comes sooner is found by the
    /// entity.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        outbox is null ? HandleRepeatedAsync(id, command, cancellation) : HandleKeptAsync(id, command, outbox, cancellation);

    /// <summary>For a sender that comes again: it asks only whether the effect is stored.</summary>
    private async Task<CommandResult?> HandleRepeatedAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        if (time.GetUtcNow() - command.At > Late
            && (await FindOutcomeAsync(id, command, cancellation) ?? await FindErasedAsync(id, command, cancellation)) is { } earlier)
        {
            return earlier;
        }

        await SignalAsync(id, command, cancellation);
        return await ReadAsync(id, command, FindOutcomeAsync, cancellation);
    }

    /// <summary>
    /// For a sender that does not: the command is kept in a row until it is taken. An entity stores its refusals, so what is for a
    /// conversation that is not there is refused here, or there would be rows for any id.
    /// </summary>
    private async Task<CommandResult?> HandleKeptAsync(
        ConversationId id, Command command, WorkItemStore outbox, CancellationToken cancellation)
    {
        if (!ConversationRules.MayBegin(command) && (await ledger.ReadAsync(id, cancellation)).Conversation is null)
        {
            return new(Refusal.UnknownConversation, null, null);
        }

        await outbox.AddAsync(new(id, command.SourceId), command, cancellation);
        await TrySignalAsync(id, command, cancellation);
        return await ReadAsync(
            id, command, (id, command, cancellation) => ledger.FindResultAsync(id, command.SourceId, cancellation), cancellation);
    }

    private async Task<CommandResult?> FindOutcomeAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        await ledger.FindProcessedAsync(id, command.SourceId, cancellation) is { } record ? new(record.Refused, null, null) : null;

    /// <summary>What was erased is refused without a trace.</summary>
    private async Task<CommandResult?> FindErasedAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        await ledger.IsErasedAsync(id, command, cancellation) ? new(Refusal.Erased, null, null) : null;

    private Task SignalAsync(ConversationId id, Command command, CancellationToken cancellation) => entities.SignalEntityAsync(
        ConversationEntity.IdOf(id), nameof(ConversationEntity.Take),
        CommandEnvelope.Of(command, kept: outbox is not null), cancellation: cancellation);

    private async Task TrySignalAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        try
        {
            await SignalAsync(id, command, cancellation);
        }
#pragma warning disable CA1031 // The command is kept: whatever went wrong, the sweep signals again.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotSignalled(id.Masked(), failure);
        }
    }

    private async Task<CommandResult?> ReadAsync(
        ConversationId id, Command command, Func<ConversationId, Command, CancellationToken, Task<CommandResult?>> find,
        CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = InitialDelay; time.GetElapsedTime(started) < timeout; pause = pause * 1.5 < MaxDelay ? pause * 1.5 : MaxDelay)
        {
            await Task.Delay(pause, time, cancellation);
            try
            {
                if ((await find(id, command, cancellation) ?? await FindErasedAsync(id, command, cancellation)) is { } result)
                {
                    return result;
                }
            }
            catch (Exception failure) when (StorageUnavailableException.IsMeantBy(failure) && !cancellation.IsCancellationRequested)
            {
                LogReadsAgain(id.Masked(), failure);
            }
        }

        return null;
    }

    [LoggerMessage(4201, LogLevel.Warning, "Conversation {Conversation} could not be signalled; the sweep does it")]
    private partial void LogNotSignalled(string conversation, Exception failure);

    [LoggerMessage(4202, LogLevel.Warning, "Storage is away: what became of a command for conversation {Conversation} is looked for again")]
    private partial void LogReadsAgain(string conversation, Exception failure);
}
