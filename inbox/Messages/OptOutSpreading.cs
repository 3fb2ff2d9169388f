using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Work;

namespace ZuperConnect.Messages;

/// <summary>Lets a customer's other conversations know that the customer opted out of our texts, or in again.</summary>
public sealed class OptOutSpreading(ConversationLedger ledger, NumberBook numbers)
{
    /// <summary>Tells the conversations of the same customer with our other numbers.</summary>
    public async Task<WorkStep> StepAsync(WorkRow row, ConversationId here, CancellationToken cancellation)
    {
        var told = ImmutableArray.CreateBuilder<Told>();
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
}
