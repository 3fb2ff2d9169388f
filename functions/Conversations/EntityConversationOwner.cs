using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// Sends commands to <see cref="ConversationEntity"/>. A signal has no response, and the runtime drops one whose operation throws. So a
/// command counts as handled only when its effect is found in storage (docs/design.md#owners).
/// </summary>
/// <param name="entities">The client for entities.</param>
/// <param name="ledger">The ledger, for finding the effect.</param>
/// <param name="outbox">The store for commands that nobody repeats; null if the sender repeats them.</param>
/// <param name="timeout">How long to wait for the effect.</param>
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
    /// An older command may have been handled before, or may be about something erased, so that is checked first. For newer ones the entity
    /// detects it.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        outbox is null ? HandleRepeatedAsync(id, command, cancellation) : HandleKeptAsync(id, command, outbox, cancellation);

    /// <summary>For a sender that repeats: only waits for the effect.</summary>
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
    /// For a sender that does not repeat: stores the command until it is handled. An entity stores its refusals, so a command for an
    /// unknown conversation is refused here; otherwise anyone could create rows for any id.
    /// </summary>
    private async Task<CommandResult?> HandleKeptAsync(
        ConversationId id, Command command, WorkItemStore outbox, CancellationToken cancellation)
    {
        if (!ConversationRules.CanStartConversation(command) && (await ledger.ReadAsync(id, cancellation)).Conversation is null)
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

    /// <summary>A command about something erased is refused without storing anything.</summary>
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
#pragma warning disable CA1031 // The command is stored. After any failure the reconciler signals again.
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

    [LoggerMessage(4201, LogLevel.Warning, "Conversation {Conversation} could not be signalled; the reconciler does it")]
    private partial void LogNotSignalled(string conversation, Exception failure);

    [LoggerMessage(
        4202, LogLevel.Warning, "Storage is unavailable: reading the result of a command for conversation {Conversation} is retried")]
    private partial void LogReadsAgain(string conversation, Exception failure);
}
