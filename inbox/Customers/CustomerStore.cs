using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>A customer with the tag of its row.</summary>
public sealed record StoredCustomer(Customer Customer, ETag ETag);

/// <summary>Whom a phone number belongs to, by which name, and since when.</summary>
public sealed record NumberOwner(SavedCustomer Customer, DateTimeOffset Since);

/// <summary>What became of a change in the book.</summary>
public abstract record CustomerChange
{
    private CustomerChange()
    {
    }

    /// <summary>It is made.</summary>
    /// <param name="Stored">The customer as it is now.</param>
    /// <param name="Work">Work that follows from it, to be started; null where nothing does.</param>
    public sealed record Made(StoredCustomer Stored, WorkId? Work) : CustomerChange;

    /// <summary>A number is somebody else's; nothing was changed.</summary>
    public sealed record NumberTaken(PhoneNumber Number, SavedCustomer Owner) : CustomerChange;

    /// <summary>Somebody else changed the customer since the tag was read, or it is gone.</summary>
    public sealed record Outdated : CustomerChange;

    /// <summary>The id names another customer.</summary>
    public sealed record IdTaken : CustomerChange;
}

/// <summary>
/// The customers, and whose a phone number is. Table <c>Customers</c>; one partition, so that all rows of a customer are written
/// together: <c>c|{id}</c> the customer; <c>n|{number}</c> whom that number belongs to, whose insert alone refuses a number that somebody
/// has; <c>s|{name}!{id}</c> the customer's place in the list; <c>w|{work id}</c> work that follows from a change.
/// </summary>
public sealed class CustomerStore(StorageTables storage, TimeProvider time)
{
    private const string Partition = WorkId.Customers;
    private const string AllCustomers = "c|";
    private const string AllPlaces = "s|";
    private const string EraseSuffix = "erase";
    private const int Attempts = 5;

    /// <summary>What the rows begin with that say whose a number is, in the order of the numbers' keys.</summary>
    internal const string AllOwners = "n|";

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
        var work = Naming(id, now, customer.Numbers);
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
        var work = renamed || left.Count + came.Count > 0 ? Naming(after.Id, now, [.. before.Numbers.Union(after.Numbers)]) : null;

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

    /// <summary>The work that erases a customer.</summary>
    public static WorkId Erasing(string id) => WorkId.OfCustomers(WorkOf(id) + EraseSuffix);

    /// <summary>The customer whom work erases; null where it is other work.</summary>
    public static string? CustomerErasedBy(WorkId work) =>
        work.SourceId.Split('.') is [var id, EraseSuffix] && Guid.TryParseExact(id, "D", out _) && work == Erasing(id) ? id : null;

    /// <summary>
    /// Takes a customer whom nobody has changed since out of the book, and has all erased that is kept of the numbers. Nobody has the
    /// numbers from then on.
    /// </summary>
    /// <returns>The work, to be started; null where somebody changed the customer.</returns>
    public async Task<WorkId?> EraseAsync(StoredCustomer stored, CancellationToken cancellation)
    {
        var customer = stored.Customer;
        var work = WorkItem.New(Erasing(customer.Id), WorkKind.EraseCustomer, time.GetUtcNow()) with { Numbers = KeysOf(customer.Numbers) };
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

    /// <summary>The customer from whose change work follows, or whom it erases; null where it is other work, as an import's.</summary>
    public static string? CustomerOf(WorkId work) =>
        work.Subject is WorkId.Customers && work.SourceId.Split('.') is [var id, ..] && Guid.TryParseExact(id, "D", out _) ? id : null;

    /// <summary>Whether work that followed from changes of an erased customer is still to be done: it ends by itself.</summary>
    internal async Task<bool> HasOtherWorkAsync(string id, CancellationToken cancellation)
    {
        var (prefix, itself) = (WorkItem.Key(WorkId.OfCustomers(WorkOf(id))), WorkItem.Key(Erasing(id)));
        await foreach (var row in RowsAsync(prefix, cancellation))
        {
            if (row.RowKey != itself)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rows of a new customer.</summary>
    internal static IEnumerable<RowChange> Added(Customer customer, DateTimeOffset now) =>
        customer.Numbers.Select(number => OwnerRow(number, customer, now))
            .Prepend(Rows.Of(Partition, CustomerKey(customer.Id), customer))
            .Append(Rows.Of(Partition, PlaceKey(customer), customer))
            .Select(row => new RowChange.Insert(row));

    private static string CustomerKey(string id) => $"{AllCustomers}{id}";

    private static string OwnerKey(PhoneNumber number) => AllOwners + number.Key;

    private static string PlaceKey(Customer customer) => $"{AllPlaces}{SearchableName.SortKey(customer.Name)}!{customer.Id}";

    private static TableRow OwnerRow(PhoneNumber number, Customer customer, DateTimeOffset since) =>
        Rows.Of(Partition, OwnerKey(number), new NumberOwner(customer.Shown(), since));

    private static RowChange.Delete Removal(string rowKey) => new(Partition, rowKey, ETag.Any);

    private static WorkItem Naming(string id, DateTimeOffset now, ImmutableArray<PhoneNumber> numbers) =>
        WorkItem.New(WorkId.OfCustomers(WorkOf(id) + now.UtcTicks.ToString(CultureInfo.InvariantCulture)),
            WorkKind.NameCustomers, now) with
        { Numbers = KeysOf(numbers) };

    private static string WorkOf(string id) => $"{id}.";

    private async Task<NumberOwner?> FindOwnerOfFormAsync(PhoneNumber number, CancellationToken cancellation) =>
        number.Kind is PhoneNumberKind.E164 && await FindRowAsync(OwnerKey(number), cancellation) is { } row
            ? Rows.Read<NumberOwner>(row) : null;

    /// <summary>In all their forms: conversations with either are the customer's.</summary>
    private static string KeysOf(ImmutableArray<PhoneNumber> numbers) =>
        string.Join(' ', numbers.SelectMany(number => (PhoneNumber?[])[number, number.OtherForm])
            .OfType<PhoneNumber>().Distinct().Select(number => number.Key));

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
