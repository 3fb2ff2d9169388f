using System.Collections.Immutable;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>A saved customer as the API writes them; the displays are those of the numbers, in the same order.</summary>
public sealed record SavedCustomerJson(
    string Id, string Name, ImmutableArray<PhoneNumber> Numbers, ImmutableArray<string> NumberDisplays,
    string? Email, string? Notes, DateTimeOffset CreatedAt)
{
    /// <summary>Writes a customer, with the numbers as they are dialled in a country.</summary>
    public static SavedCustomerJson Of(Customer customer, string? region) => new(
        customer.Id,
        customer.Name,
        customer.Numbers,
        [.. customer.Numbers.Select(number => number.Display(region))],
        customer.Email,
        customer.Notes,
        customer.CreatedAt);

    /// <summary>Writes a page of customers.</summary>
    public static Page<SavedCustomerJson> Of(Page<Customer> page, string? region) =>
        new([.. page.Items.Select(customer => Of(customer, region))], page.NextCursor);
}
