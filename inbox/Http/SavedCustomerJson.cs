using System.Collections.Immutable;
using ZuperConnect.Customers;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>A saved customer.</summary>
/// <param name="Id">The id of the customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers.</param>
/// <param name="NumberDisplays">How to show each of <c>numbers</c>, in the same order.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">Notes for the team.</param>
/// <param name="CreatedAt">When the customer was saved.</param>
public sealed record SavedCustomerJson(
    [SchemaOf<Guid>] string Id, string Name, ImmutableArray<PhoneNumber> Numbers,
    [SchemaOf<IReadOnlyList<Display>>] ImmutableArray<string> NumberDisplays,
    string? Email, string? Notes, DateTimeOffset CreatedAt)
{
    /// <summary>Creates it from a customer, with the numbers as they are dialled in a country.</summary>
    public static SavedCustomerJson Of(Customer customer, string? region) => new(
        customer.Id,
        customer.Name,
        customer.Numbers,
        [.. customer.Numbers.Select(number => number.Display(region))],
        customer.Email,
        customer.Notes,
        customer.CreatedAt);

    /// <summary>Creates a page from a page of customers.</summary>
    public static Page<SavedCustomerJson> Of(Page<Customer> page, string? region) =>
        new([.. page.Items.Select(customer => Of(customer, region))], page.NextCursor);
}
