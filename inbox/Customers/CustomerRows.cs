using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>
/// The table <c>Customers</c>: one partition, so that all rows of a customer are written together: <c>c|{id}</c> the customer;
/// <c>n|{number}</c> the owner of a number, whose insert fails if the number has another owner; <c>s|{name}!{id}</c> the customer's place
/// in the list; <c>w|{work id}</c> work that follows from a change; <c>m|{id}</c> the customer into whom a former customer was merged.
/// </summary>
internal static class CustomerRows
{
    internal const string Partition = WorkId.Customers;
    internal const string CustomerPrefix = "c|";
    internal const string PlacePrefix = "s|";

    /// <summary>The prefix of the owners of numbers, which are in the order of the numbers' keys.</summary>
    internal const string OwnerPrefix = "n|";

    /// <summary>The rows of a new customer.</summary>
    internal static IEnumerable<RowChange> NewCustomer(Customer customer, DateTimeOffset now) =>
        customer.Numbers.Select(number => OwnerRow(number, customer, now))
            .Prepend(JsonRows.Of(Partition, CustomerKey(customer.Id), customer))
            .Append(JsonRows.Of(Partition, PlaceKey(customer), customer))
            .Select(row => new RowChange.Insert(row));

    internal static string CustomerKey(string id) => $"{CustomerPrefix}{id}";

    internal static string MergedKey(string id) => $"m|{id}";

    internal static string OwnerKey(PhoneNumber number) => OwnerPrefix + number.Key;

    internal static string PlaceKey(Customer customer) => $"{PlacePrefix}{SearchableName.SortKey(customer.Name)}!{customer.Id}";

    internal static TableRow OwnerRow(PhoneNumber number, Customer customer, DateTimeOffset since) =>
        JsonRows.Of(Partition, OwnerKey(number), new NumberOwner(customer.Shown(), since));

    internal static RowChange.Delete Removal(string rowKey) => new(Partition, rowKey, ETag.Any);
}
