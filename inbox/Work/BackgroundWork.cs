using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Jobs;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;
using ZuperConnect.Search;

namespace ZuperConnect.Work;

/// <summary>A command that a worker has for a conversation's owner.</summary>
public sealed record Told(ConversationId Conversation, Command Command);

/// <summary>
/// What is left to do after a step of work: tell owners, then remove the row where the work is <see cref="Finished"/> (what the owner
/// of a message removes itself is not), then come back.
/// </summary>
/// <param name="Tell">Commands that their owners must have taken before the rest; they may be told twice.</param>
/// <param name="ComeBackAt">When the next step is due; null where there is none.</param>
/// <param name="Finished">Whether the row is to be removed now.</param>
public sealed record WorkStep(ImmutableArray<Told> Tell, DateTimeOffset? ComeBackAt = null, bool Finished = false);

/// <summary>The work behind the rows (design, section 6).</summary>
public sealed class BackgroundWork(
    WorkRows rows, MessageSending sending, OptOutSpreading spreading, RecordingArchive archive, JobWebhook webhook, CustomerNaming naming, CustomerErasing erasing, ImportWork importing,
    SearchIndex search)
{
    /// <summary>Does the next step of a piece of work. It may run twice, also at the same time, and the process may die inside.</summary>
    public async Task<WorkStep> StepAsync(WorkId id, InboxHost host, CancellationToken cancellation) =>
        await rows.FindAsync(id, cancellation) is { } row ? await StepAsync(row, host, cancellation) : new([]);

    /// <summary>Does the next step of work whose row was just written; somebody may have changed or removed it since.</summary>
    public async Task<WorkStep> StepAsync(WorkRow work, InboxHost host, CancellationToken cancellation) => work switch
    {
        { Kind: WorkKind.SendMessage, Id.Conversation: { } conversation } row => await sending.StepAsync(row, conversation, cancellation),
        { Kind: WorkKind.SpreadOptOut, Id.Conversation: { } conversation } row => await spreading.StepAsync(row, conversation, cancellation),
        { Kind: WorkKind.SpreadOptOut, Numbers: { } customers } row => await spreading.StepAsync(row, customers, cancellation),
        { Kind: WorkKind.IndexConversation, Id.Conversation: { } conversation } row => await search.StepAsync(row, conversation, cancellation),
        { Kind: WorkKind.ArchiveRecording } row => await archive.StepAsync(row, cancellation),
        { Kind: WorkKind.SendWebhook } row => await webhook.StepAsync(row, cancellation),
        { Kind: WorkKind.TakeCommand, Id.Conversation: { } conversation } row => new([new(conversation, row.ReadCommand())], Finished: true),
        { Kind: WorkKind.NameCustomers } row => await naming.StepAsync(row, cancellation),
        { Kind: WorkKind.EraseConversation, Id.Conversation: { } conversation } row => await erasing.StepAsync(row, conversation, host, cancellation),
        { Kind: WorkKind.EraseCustomer } row => await erasing.StepAsync(row, host, cancellation),
        { Kind: WorkKind.ImportCustomers } row => await importing.StepAsync(row, host, cancellation),
        _ => new([]),
    };

    /// <summary>Removes the row of work whose last step was finished, but for a recording of which more came to be archived meanwhile.</summary>
    public async Task FinishAsync(WorkId id, CancellationToken cancellation)
    {
        if (await rows.FindAsync(id, cancellation) is { } row && row is not { Kind: WorkKind.ArchiveRecording, Archived: false })
        {
            await rows.RemoveAsync(row, cancellation);
        }
    }
}
