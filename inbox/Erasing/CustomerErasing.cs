using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases everything that is stored about a customer and the customer's numbers, up to the time of the request (docs/design.md#access).
/// Only keyed hashes stay: opt-outs, and which numbers were erased. Every step may run twice. The work item, which contains the numbers, is
/// deleted last.
/// </summary>
public sealed class CustomerErasing(
    CustomerStore customers, ErasedNumbers erased, HistoryErasing history, IEnumerable<ICustomerDataEraser> erasers,
    ErasingSecondPass secondPass,
    TimeProvider time) : IBackgroundWorkHandler
{
    private static readonly TimeSpan DelayForPropagation = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EraseCustomer];

    /// <summary>Runs the next step of erasing a customer.</summary>
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
            await erased.RecordAsync(number, upTo, cancellation);
        }

        var ids = await history.ConversationsWithAsync(theirs, cancellation);
        var forget = new EraseHistory(SourceIds.Of("erased", customerId), upTo, customerId);
        if (!await history.EraseAsync(ids, item, forget, host, cancellation))
        {
            return new([], time.GetUtcNow() + HistoryErasing.ActiveCallDelay);
        }

        var customer = new ErasedCustomer(customerId, theirs, upTo);
        foreach (var eraser in erasers)
        {
            await eraser.EraseAsync(customer, cancellation);
        }

        return ErasingSecondPass.IsDue(item) ? await secondPass.ScheduleAsync(item, cancellation)
            : await customers.HasOtherWorkAsync(customerId, cancellation) ? new([], time.GetUtcNow() + DelayForPropagation)
            : new([], Finished: true);
    }
}
