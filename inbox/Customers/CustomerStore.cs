using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using static ZuperConnect.Customers.CustomerRows;

namespace ZuperConnect.Customers;

/// <summary>A customer with the ETag of its row.</summary>
public sealed record StoredCustomer(Customer Customer, ETag ETag);

/// <summary>The customer who has a phone number, with the time of the last change.</summary>
public sealed record NumberOwner(SavedCustomer Customer, DateTimeOffset Since);

/// <summary>Stores customers and the owners of phone numbers.</summary>
public sealed class CustomerStore(StorageTables storage, TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>A customer; null if it does not exist.</summary>
    public async Task<StoredCustomer?> FindAsync(string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var guid) && await FindRowAsync(CustomerKey($"{guid}"), cancellation) is { } row
            ? new(JsonRows.Read<Customer>(row), row.ETag) : null;

    /// <summary>The owner of a number in any of its forms; null if there is none.</summary>
    public async Task<NumberOwner?> FindOwnerAsync(PhoneNumber number, CancellationToken cancellation) =>
        await FindOwnerOfFormAsync(number, cancellation)
            ?? (number.OtherForm is { } other ? await FindOwnerOfFormAsync(other, cancellation) : null);

    /// <summary>Reads a page of all customers, by name without accents and case.</summary>
    /// <param name="limit">The maximum number of customers.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<Customer>> ReadAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.Customers.ReadPageAsync(
            RowQuery.WithPrefix(Partition, PlacePrefix).After(after), limit, JsonRows.Read<Customer>, cancellation);

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(PlacePrefix, StringComparison.Ordinal)
            && place.All(char.IsAscii) && !place.Any(char.IsControl)
            ? place : null;

    /// <summary>All customers by name, read as a stream.</summary>
    public IAsyncEnumerable<Customer> AllAsync(CancellationToken cancellation) =>
        RowsAsync(PlacePrefix, cancellation).Select(row => JsonRows.Read<Customer>(row));

    /// <summary>All customers in the ordinal order of their ids, read as a stream.</summary>
    public IAsyncEnumerable<Customer> AllByIdAsync(CancellationToken cancellation) =>
        RowsAsync(CustomerPrefix, cancellation).Select(row => JsonRows.Read<Customer>(row));

    /// <summary>Adds a customer. Repeating it changes nothing and has the same result.</summary>
    public async Task<CustomerChange> AddAsync(string id, CustomerDetails details, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var customer = new Customer(id, details.Name, details.Numbers, details.Email, details.Notes, now);
        var work = CustomerWork.Naming(id, now, customer.Numbers);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var tags = await storage.Customers.SubmitAsync(
                    [.. NewCustomer(customer, now), new RowChange.Upsert(work.ToRow())], cancellation);
                return new CustomerChange.Made(new(customer, tags[0]), work.Id);
            }
            catch (ConflictException conflict) when (conflict.Kind is Conflict.Exists && attempt < Attempts)
            {
                if (await FindAsync(id, cancellation) is { } known)
                {
                    return known.Customer.Has(details) ? new CustomerChange.Made(known, work.Id) : new CustomerChange.IdTaken();
                }

                if (await FindTakenAsync(id, customer.Numbers, cancellation) is { } taken)
                {
                    return taken;
                }
            }
        }
    }

    /// <summary>Changes an unchanged customer.</summary>
    public async Task<CustomerChange> SaveAsync(StoredCustomer stored, CustomerDetails details, CancellationToken cancellation)
    {
        var (before, after, now) = (stored.Customer, stored.Customer.With(details), time.GetUtcNow());
        var (left, came) = (before.Numbers.Except(after.Numbers).ToList(), after.Numbers.Except(before.Numbers).ToList());
        var renamed = after.Name != before.Name;
        var work = renamed || left.Count + came.Count > 0
            ? CustomerWork.Naming(after.Id, now, [.. before.Numbers.Union(after.Numbers)]) : null;

        List<RowChange> changes = [new RowChange.Replace(JsonRows.Of(Partition, CustomerKey(after.Id), after), stored.ETag)];
        changes.AddRange(left.Select(number => Removal(OwnerKey(number))));
        changes.AddRange(came.Select(number => new RowChange.Insert(OwnerRow(number, after, now))));
        changes.AddRange(renamed ? after.Numbers.Except(came).Select(number => new RowChange.Upsert(OwnerRow(number, after, now))) : []);
        changes.AddRange(PlaceKey(before) != PlaceKey(after) ? [Removal(PlaceKey(before))] : []);
        changes.Add(new RowChange.Upsert(JsonRows.Of(Partition, PlaceKey(after), after)));
        changes.AddRange(work is null ? [] : [new RowChange.Upsert(work.ToRow())]);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var tags = await storage.Customers.SubmitAsync(changes, cancellation);
                return new CustomerChange.Made(new(after, tags[0]), work?.Id);
            }
            catch (ConflictException conflict) when (conflict.Kind is Conflict.Missing or Conflict.Changed)
            {
                return await ChangedAsync() ?? new CustomerChange.Outdated();
            }
            catch (ConflictException conflict) when (conflict.Kind is Conflict.Exists && attempt < Attempts)
            {
                if (await FindTakenAsync(after.Id, came, cancellation) is { } taken)
                {
                    return taken;
                }

                if (await ChangedAsync() is { } changed)
                {
                    return changed;
                }
            }
        }

        // What happened to the customer meanwhile; null if nothing did.
        async Task<CustomerChange?> ChangedAsync() => await FindAsync(after.Id, cancellation) switch
        {
            { } now when now.ETag == stored.ETag => null,
            { } now when JsonRows.AreSame(now.Customer, after) => new CustomerChange.Made(now, work?.Id),
            _ => new CustomerChange.Outdated(),
        };
    }

    /// <summary>
    /// Removes an unchanged customer, and creates the work that erases everything with the numbers. The numbers have no owner from then on.
    /// </summary>
    /// <returns>The work to start; null if the customer was changed meanwhile.</returns>
    public async Task<WorkId?> EraseAsync(StoredCustomer stored, CancellationToken cancellation)
    {
        var customer = stored.Customer;
        var work = CustomerWork.Erasing(customer, time.GetUtcNow());
        try
        {
            await storage.Customers.SubmitAsync(
                [
                    new RowChange.Delete(Partition, CustomerKey(customer.Id), stored.ETag),
                    .. customer.Numbers.Select(number => Removal(OwnerKey(number))),
                    Removal(PlaceKey(customer)),
                    new RowChange.Upsert(work.ToRow()),
                ],
                cancellation);
            return work.Id;
        }
        catch (ConflictException conflict) when (conflict.Kind is Conflict.Missing or Conflict.Changed)
        {
            // If the response is lost, the client repeats the request and finds the customer removed by its own request.
            return await FindRowAsync(work.RowKey, cancellation) is null ? null : work.Id;
        }
    }

    /// <summary>Whether other work of an erased customer is pending. It ends by itself.</summary>
    internal async Task<bool> HasOtherWorkAsync(string id, CancellationToken cancellation)
    {
        var (prefix, itself) = (WorkItem.Key(WorkId.OfCustomers(CustomerWork.WorkOf(id))), WorkItem.Key(CustomerWork.Erasing(id)));
        await foreach (var row in RowsAsync(prefix, cancellation))
        {
            if (row.RowKey != itself)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<NumberOwner?> FindOwnerOfFormAsync(PhoneNumber number, CancellationToken cancellation) =>
        number.Kind is PhoneNumberKind.E164 && await FindRowAsync(OwnerKey(number), cancellation) is { } row
            ? JsonRows.Read<NumberOwner>(row) : null;

    /// <summary>The first number that belongs to another customer.</summary>
    private async Task<CustomerChange.NumberTaken?> FindTakenAsync(
        string id, IEnumerable<PhoneNumber> numbers, CancellationToken cancellation)
    {
        foreach (var number in numbers)
        {
            if (await FindOwnerAsync(number, cancellation) is { } owner && owner.Customer.Id != id)
            {
                return new(number, owner.Customer);
            }
        }

        return null;
    }

    private IAsyncEnumerable<TableRow> RowsAsync(string prefix, CancellationToken cancellation) =>
        storage.Customers.QueryAsync(RowQuery.WithPrefix(Partition, prefix), cancellation);

    private Task<TableRow?> FindRowAsync(string rowKey, CancellationToken cancellation) =>
        storage.Customers.FindAsync(Partition, rowKey, cancellation);
}
