using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

/// <summary>The work that follows from a change of a customer: naming conversations, and erasing.</summary>
public static class CustomerWork
{
    private const string EraseSuffix = "erase";

    /// <summary>The work that erases a customer.</summary>
    public static WorkId Erasing(string id) => WorkId.OfCustomers(WorkOf(id) + EraseSuffix);

    /// <summary>The customer whom work erases; null where it is other work.</summary>
    public static string? ErasedBy(WorkId work) =>
        work.SourceId.Split('.') is [var id, EraseSuffix] && Guid.TryParseExact(id, "D", out _) && work == Erasing(id) ? id : null;

    /// <summary>The customer from whose change work follows, or whom it erases; null where it is other work, as an import's.</summary>
    public static string? CustomerOf(WorkId work) =>
        work.Subject is WorkId.Customers && work.SourceId.Split('.') is [var id, ..] && Guid.TryParseExact(id, "D", out _) ? id : null;

    /// <summary>The work that erases a customer, to be written.</summary>
    internal static WorkItem Erasing(Customer customer, DateTimeOffset now) =>
        WorkItem.New(Erasing(customer.Id), WorkKind.EraseCustomer, now) with { Numbers = KeysOf(customer.Numbers) };

    /// <summary>The work that names the conversations of a customer, to be written.</summary>
    internal static WorkItem Naming(string id, DateTimeOffset now, ImmutableArray<PhoneNumber> numbers) =>
        WorkItem.New(WorkId.OfCustomers(WorkOf(id) + now.UtcTicks.ToString(CultureInfo.InvariantCulture)),
            WorkKind.NameCustomers, now) with
        { Numbers = KeysOf(numbers) };

    /// <summary>What the ids of all work of a customer begin with.</summary>
    internal static string WorkOf(string id) => $"{id}.";

    /// <summary>In all their forms: conversations with either are the customer's.</summary>
    private static string KeysOf(ImmutableArray<PhoneNumber> numbers) =>
        string.Join(' ', numbers.SelectMany(number => (PhoneNumber?[])[number, number.OtherForm])
            .OfType<PhoneNumber>().Distinct().Select(number => number.Key));
}
