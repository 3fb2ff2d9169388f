using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases all that is kept of a customer and of what passed with the customer's numbers, up to the time at which somebody asked for it
/// (docs/design.md#access). What is left are keyed hashes: who refuses our texts, and which numbers were erased.
/// Every step may run twice; the row of the work, which knows the numbers, goes last.
/// </summary>
public sealed class CustomerErasing(
    CustomerStore customers, ErasedNumbers erased, HistoryErasing history, IEnumerable<ICustomerDataEraser> erasers, SecondLook secondLook,
    TimeProvider time) : IBackgroundWorkHandler
{
    private static readonly TimeSpan PauseForNaming = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EraseCustomer];

    /// <summary>Does the next step of erasing a customer.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (!item.IsDue(time.GetUtcNow()))
        {
            return new([], item.DueAt);
        }

        var (customerId, upTo) = (CustomerWork.ErasedBy(item.Id)!, item.At);
        List<PhoneNumber> theirs = [
            .. item.Numbers!.Split(' ').Select(key => PhoneNumber.TryParseKey(key, out var number) ? number : null).OfType<PhoneNumber>()];
        foreach (var number in theirs)
        {
            await erased.NoteAsync(number, upTo, cancellation);
        }

        var ids = await history.ConversationsWithAsync(theirs, cancellation);
        if (!await history.EraseAsync(ids, item, new EraseHistory(SourceIds.Of("erased", customerId), upTo, customerId), host, cancellation))
        {
            return new([], time.GetUtcNow() + HistoryErasing.LooksAtLiveCallAfter);
        }

        var customer = new ErasedCustomer(customerId, theirs, upTo);
        foreach (var eraser in erasers)
        {
            await eraser.EraseAsync(customer, cancellation);
        }

        return SecondLook.IsDue(item) ? await secondLook.ScheduleAsync(item, cancellation)
            : await customers.HasOtherWorkAsync(customerId, cancellation) ? new([], time.GetUtcNow() + PauseForNaming)
            : new([], Finished: true);
    }
}
