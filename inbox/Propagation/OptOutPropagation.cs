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

/// <summary>Lets a customer's conversations know that the customer opted out of our texts, or in again.</summary>
public sealed class OptOutPropagation(ConversationLedger ledger, OptOutStore optOuts, NumberStore numbers) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SpreadOptOut];

    /// <summary>Does it in one step.</summary>
    public async Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation) => row switch
    {
        { Id.Conversation: { } conversation } => await TellOthersAsync(row, conversation, cancellation),
        { Numbers: { } customers } => await TellAllAsync(row, customers, cancellation),
        _ => new([]),
    };

    /// <summary>Tells the conversations of the same customer with our other numbers of a word that was said in one.</summary>
    private async Task<WorkStep> TellOthersAsync(WorkItem row, ConversationId here, CancellationToken cancellation)
    {
        var told = ImmutableArray.CreateBuilder<OwnerCommand>();
        foreach (var number in (await numbers.AllAsync(cancellation)).Values.Where(number => number.Number != here.Number))
        {
            var other = here with { Number = number.Number };
            if ((await ledger.ReadAsync(other, cancellation)).Conversation is not null)
            {
                told.Add(new(other, new NoteOptOut(SourceIds.Of(row.Id.SourceId, here.Number.Key), row.At, row.OptedOut)));
            }
        }

        return new(told.ToImmutable(), Finished: true);
    }

    /// <summary>
    /// Tells all conversations of some customers of words that were noted beside them. It tells what is kept now, whatever that was when
    /// the work began; so it may run twice, late, or at the same time as another.
    /// </summary>
    private async Task<WorkStep> TellAllAsync(WorkItem row, string customers, CancellationToken cancellation)
    {
        var (told, ours) = (ImmutableArray.CreateBuilder<OwnerCommand>(), (await numbers.AllAsync(cancellation)).Values);
        foreach (var key in customers.Split(' '))
        {
            if (!PhoneNumber.TryParseKey(key, out var customer) || await optOuts.FindAsync(customer, cancellation) is not { } word)
            {
                continue;
            }

            foreach (var id in ours.Select(number => new ConversationId(number.Number, customer)))
            {
                if ((await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation && word.Supersedes(conversation.OptOut))
                {
                    told.Add(new(id, new NoteOptOut(SourceIds.Of(row.Id.SourceId, $"{word.At.UtcTicks}"), word.At, word.OptedOut)));
                }
            }
        }

        return new(told.ToImmutable(), Finished: true);
    }
}
