using System.Collections.Immutable;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using static ZuperConnect.Customers.CustomerRows;

namespace ZuperConnect.Customers;

/// <summary>
/// Merges two customers into one. All rows of the table <c>Customers</c> change in one transaction, together with the work that moves the
/// rest.
/// </summary>
public sealed class CustomerMerging(StorageTables storage, TimeProvider time)
{
    private const string IntoColumn = "Into";
    private const int MaxSteps = 100;

    /// <summary>Merges a customer into another one, if both are unchanged.</summary>
    /// <returns>The work to start; empty if one of the customers was changed meanwhile.</returns>
    public async Task<ImmutableArray<WorkId>> MergeAsync(
        StoredCustomer stored, StoredCustomer other, CustomerDetails details, CancellationToken cancellation)
    {
        var (customer, from, now) = (stored.Customer.With(details), other.Customer, time.GetUtcNow());
        var naming = CustomerWork.Naming(customer.Id, now, from.Numbers);
        var moving = WorkItem.New(CustomerWork.Merging(customer.Id, from.Id), WorkKind.MergeCustomers, now);
        try
        {
            await storage.Customers.SubmitAsync(
                [
                    new RowChange.Replace(JsonRows.Of(Partition, CustomerKey(customer.Id), customer), stored.ETag),
                    new RowChange.Upsert(JsonRows.Of(Partition, PlaceKey(customer), customer)),
                    new RowChange.Delete(Partition, CustomerKey(from.Id), other.ETag),
                    Removal(PlaceKey(from)),
                    .. from.Numbers.Except(details.Numbers).Select(number => Removal(OwnerKey(number))),
                    .. from.Numbers.Intersect(details.Numbers)
                        .Select(number => new RowChange.Upsert(OwnerRow(number, customer, now))),
                    new RowChange.Upsert(new TableRow(Partition, MergedKey(from.Id)) { [IntoColumn] = customer.Id }),
                    new RowChange.Upsert(naming.ToRow()),
                    new RowChange.Upsert(moving.ToRow()),
                ],
                cancellation);
        }
        catch (ConflictException)
        {
            // If the response is lost, the client repeats the request and finds what it did itself.
            return await FindTargetAsync(from.Id, cancellation) == customer.Id ? [naming.Id, moving.Id] : [];
        }

        return [naming.Id, moving.Id];
    }

    /// <summary>The customer into whom a customer was merged, directly or in several steps; the same id if it was not merged.</summary>
    public async Task<string> FindTargetAsync(string id, CancellationToken cancellation)
    {
        for (var step = 0; step < MaxSteps && SourceIds.CanBeKey(id)
            && await storage.Customers.FindAsync(Partition, MergedKey(id), cancellation) is { } merged; step++)
        {
            id = merged.GetString(IntoColumn) ?? id;
        }

        return id;
    }
}
