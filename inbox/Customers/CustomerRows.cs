using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// The table <c>Customers</c>: one partition, so that all rows of a customer are written
/// together: <c>c|{id}</c> the customer; <c>n|{number}</c> whom that number belongs to, whose insert alone refuses a number that somebody
/// has; <c>s|{name}!{id}</c> the customer's place in the list; <c>w|{work id}</c> work that follows from a change.
/// </summary>
internal static class CustomerRows
{
    internal const string Partition = WorkId.Customers;
    internal const string AllCustomers = "c|";
    internal const string AllPlaces = "s|";

    /// <summary>What the rows begin with that say whose a number is, in the order of the numbers' keys.</summary>
    internal const string AllOwners = "n|";

    /// <summary>The rows of a new customer.</summary>
    internal static IEnumerable<RowChange> Added(Customer customer, DateTimeOffset now) =>
        customer.Numbers.Select(number => OwnerRow(number, customer, now))
            .Prepend(Rows.Of(Partition, CustomerKey(customer.Id), customer))
            .Append(Rows.Of(Partition, PlaceKey(customer), customer))
            .Select(row => new RowChange.Insert(row));

    internal static string CustomerKey(string id) => $"{AllCustomers}{id}";

    internal static string OwnerKey(PhoneNumber number) => AllOwners + number.Key;

    internal static string PlaceKey(Customer customer) => $"{AllPlaces}{SearchableName.SortKey(customer.Name)}!{customer.Id}";

    internal static TableRow OwnerRow(PhoneNumber number, Customer customer, DateTimeOffset since) =>
        Rows.Of(Partition, OwnerKey(number), new NumberOwner(customer.Shown(), since));

    internal static RowChange.Delete Removal(string rowKey) => new(Partition, rowKey, ETag.Any);
}
