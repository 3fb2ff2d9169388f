using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

/// <summary>The work that follows from a change of a customer: updating names in conversations, and erasing.</summary>
public static class CustomerWork
{
    private const string EraseSuffix = "erase";
    private const string MergeInfix = "merge";

    /// <summary>The id of the work that erases a customer.</summary>
    public static WorkId Erasing(string id) => WorkId.OfCustomers(WorkOf(id) + EraseSuffix);

    /// <summary>The customer whom the work erases; null if it is other work.</summary>
    public static string? ErasedBy(WorkId work) =>
        work.SourceId.Split('.') is [var id, EraseSuffix] && Guid.TryParseExact(id, "D", out _) && work == Erasing(id) ? id : null;

    /// <summary>The customer of the work; null if it is other work, such as that of an import.</summary>
    public static string? CustomerOf(WorkId work) =>
        work.Subject is WorkId.Customers && work.SourceId.Split('.') is [var id, ..] && Guid.TryParseExact(id, "D", out _) ? id : null;

    /// <summary>The id of the work that moves what belongs to a customer who was merged into another one.</summary>
    internal static WorkId Merging(string into, string from) => WorkId.OfCustomers($"{WorkOf(into)}{MergeInfix}.{from}");

    /// <summary>The two customers of that work; null if it is other work.</summary>
    public static (string Into, string From)? MergedBy(WorkId work) =>
        work.Subject is WorkId.Customers && work.SourceId.Split('.') is [var into, MergeInfix, var from] ? (into, from) : null;

    /// <summary>The work item that erases a customer.</summary>
    internal static WorkItem Erasing(Customer customer, DateTimeOffset now) =>
        WorkItem.New(Erasing(customer.Id), WorkKind.EraseCustomer, now) with { Numbers = KeysOf(customer.Numbers) };

    /// <summary>The work item that updates the name in the conversations of a customer.</summary>
    internal static WorkItem Naming(string id, DateTimeOffset now, ImmutableArray<PhoneNumber> numbers) =>
        WorkItem.New(WorkId.OfCustomers(WorkOf(id) + now.UtcTicks.ToString(CultureInfo.InvariantCulture)),
            WorkKind.NameCustomers, now) with
        { Numbers = KeysOf(numbers) };

    /// <summary>The prefix of the ids of a customer's work.</summary>
    internal static string WorkOf(string id) => $"{id}.";

    /// <summary>The keys in all forms: conversations with each of them belong to the customer.</summary>
    private static string KeysOf(ImmutableArray<PhoneNumber> numbers) =>
        string.Join(' ', numbers.SelectMany(number => (PhoneNumber?[])[number, number.OtherForm])
            .OfType<PhoneNumber>().Distinct().Select(number => number.Key));
}
