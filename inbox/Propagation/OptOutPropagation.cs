using System.Collections.Immutable;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>Updates the conversations of a customer after an opt-out or opt-in.</summary>
public sealed class OptOutPropagation(ConversationLedger ledger, OptOutStore optOuts, NumberStore numbers) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SpreadOptOut];

    /// <summary>Runs the only step.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation) => item switch
    {
        { Id.Conversation: { } conversation } => await PropagateToOtherNumbersAsync(item, conversation, cancellation),
        { Numbers: { } customers } => await PropagateToNumbersAsync(item, customers, cancellation),
        _ => new([]),
    };

    /// <summary>Updates the customer's conversations with the other numbers of the business.</summary>
    private async Task<WorkStep> PropagateToOtherNumbersAsync(WorkItem item, ConversationId here, CancellationToken cancellation)
    {
        var commands = ImmutableArray.CreateBuilder<OwnerCommand>();
        foreach (var number in (await numbers.AllAsync(cancellation)).Values.Where(number => number.Number != here.Number))
        {
            var other = here with { Number = number.Number };
            if ((await ledger.ReadAsync(other, cancellation)).Conversation is not null)
            {
                commands.Add(new(other, new NoteOptOut(SourceIds.Of(item.Id.SourceId, here.Number.Key), item.At, item.OptedOut)));
            }
        }

        return new(commands.ToImmutable(), Finished: true);
    }

    /// <summary>
    /// Updates all conversations of some customers. Always applies the current state, so that it can run twice, late, or concurrently.
    /// </summary>
    private async Task<WorkStep> PropagateToNumbersAsync(WorkItem item, string customers, CancellationToken cancellation)
    {
        var (commands, ours) = (ImmutableArray.CreateBuilder<OwnerCommand>(), (await numbers.AllAsync(cancellation)).Values);
        foreach (var key in customers.Split(' '))
        {
            if (!PhoneNumber.TryParseKey(key, out var customer) || await optOuts.FindAsync(customer, cancellation) is not { } optOut)
            {
                continue;
            }

            foreach (var id in ours.Select(number => new ConversationId(number.Number, customer)))
            {
                if ((await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation && optOut.Supersedes(conversation.OptOut))
                {
                    var source = SourceIds.Of(item.Id.SourceId, $"{optOut.At.UtcTicks}");
                    commands.Add(new(id, new NoteOptOut(source, optOut.At, optOut.OptedOut)));
                }
            }
        }

        return new(commands.ToImmutable(), Finished: true);
    }
}
