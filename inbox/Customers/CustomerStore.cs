using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using static ZuperConnect.Customers.CustomerRows;

namespace ZuperConnect.Customers;

/// <summary>A customer with the tag of its row.</summary>
public sealed record StoredCustomer(Customer Customer, ETag ETag);

/// <summary>Whom a phone number belongs to, by which name, and since when.</summary>
public sealed record NumberOwner(SavedCustomer Customer, DateTimeOffset Since);

/// <summary>The customers, and whose a phone number is.</summary>
public sealed class CustomerStore(StorageTables storage, TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>A customer; null where there is none with this id.</summary>
    public async Task<StoredCustomer?> FindAsync(string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var guid) && await FindRowAsync(CustomerKey($"{guid}"), cancellation) is { } row
            ? new(Rows.Read<Customer>(row), row.ETag) : null;

    /// <summary>Whom a number belongs to, in whichever of its forms; null where it is nobody's.</summary>
    public async Task<NumberOwner?> FindOwnerAsync(PhoneNumber number, CancellationToken cancellation) =>
        await FindOwnerOfFormAsync(number, cancellation)
            ?? (number.OtherForm is { } other ? await FindOwnerOfFormAsync(other, cancellation) : null);

    /// <summary>Reads a page of all customers, by name, accents and case aside.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<Customer>> ReadAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.Customers.ReadPageAsync(RowQuery.WithPrefix(Partition, AllPlaces).After(after), limit, Rows.Read<Customer>, cancellation);

    /// <summary>Reads a cursor; null where it is none of the list.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(AllPlaces, StringComparison.Ordinal)
            && place.All(char.IsAscii) && !place.Any(char.IsControl)
            ? place : null;

    /// <summary>All customers, by name, read as they are asked for.</summary>
    public IAsyncEnumerable<Customer> AllAsync(CancellationToken cancellation) =>
        RowsAsync(AllPlaces, cancellation).Select(row => Rows.Read<Customer>(row));

    /// <summary>All customers, in the ordinal order of their ids, read as they are asked for.</summary>
    public IAsyncEnumerable<Customer> AllByIdAsync(CancellationToken cancellation) =>
        RowsAsync(AllCustomers, cancellation).Select(row => Rows.Read<Customer>(row));

    /// <summary>Saves a new customer. The same again changes nothing and answers the same.</summary>
    public async Task<CustomerChange> AddAsync(string id, CustomerDetails details, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var customer = new Customer(id, details.Name, details.Numbers, details.Email, details.Notes, now);
        var work = CustomerWork.Naming(id, now, customer.Numbers);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var tags = await storage.Customers.SubmitAsync([.. Added(customer, now), new RowChange.Upsert(work.ToRow())], cancellation);
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

    /// <summary>Changes a customer whom nobody has changed since.</summary>
    public async Task<CustomerChange> SaveAsync(StoredCustomer stored, CustomerDetails details, CancellationToken cancellation)
    {
        var (before, after, now) = (stored.Customer, stored.Customer.With(details), time.GetUtcNow());
        var (left, came) = (before.Numbers.Except(after.Numbers).ToList(), after.Numbers.Except(before.Numbers).ToList());
        var renamed = after.Name != before.Name;
        var work = renamed || left.Count + came.Count > 0
            ? CustomerWork.Naming(after.Id, now, [.. before.Numbers.Union(after.Numbers)]) : null;

        List<RowChange> changes = [new RowChange.Replace(Rows.Of(Partition, CustomerKey(after.Id), after), stored.ETag)];
        changes.AddRange(left.Select(number => Removal(OwnerKey(number))));
        changes.AddRange(came.Select(number => new RowChange.Insert(OwnerRow(number, after, now))));
        changes.AddRange(renamed ? after.Numbers.Except(came).Select(number => new RowChange.Upsert(OwnerRow(number, after, now))) : []);
        changes.AddRange(PlaceKey(before) != PlaceKey(after) ? [Removal(PlaceKey(before))] : []);
        changes.Add(new RowChange.Upsert(Rows.Of(Partition, PlaceKey(after), after)));
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

        // What has become of the customer since; null where nothing has.
        async Task<CustomerChange?> ChangedAsync() => await FindAsync(after.Id, cancellation) switch
        {
            { } now when now.ETag == stored.ETag => null,
            { } now when Rows.AreSame(now.Customer, after) => new CustomerChange.Made(now, work?.Id),
            _ => new CustomerChange.Outdated(),
        };
    }

    /// <summary>
    /// Takes a customer whom nobody has changed since out of the book, and has all erased that is kept of the numbers. Nobody has the
    /// numbers from then on.
    /// </summary>
    /// <returns>The work, to be started; null where somebody changed the customer.</returns>
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
            // Where the answer is lost, the client repeats it and finds the customer gone: by this same erasing.
            return await FindRowAsync(work.RowKey, cancellation) is null ? null : work.Id;
        }
    }

    /// <summary>Whether work that followed from changes of an erased customer is still to be done: it ends by itself.</summary>
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
            ? Rows.Read<NumberOwner>(row) : null;

    /// <summary>The first of some numbers that is not the customer's own.</summary>
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
