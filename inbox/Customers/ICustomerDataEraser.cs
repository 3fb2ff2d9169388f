using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

/// <summary>A customer who is being erased, and whose row is deleted.</summary>
/// <param name="Id">The id.</param>
/// <param name="Numbers">The numbers that the customer had.</param>
/// <param name="UpTo">When the erasure was requested. What came later stays.</param>
public sealed record ErasedCustomer(string Id, IReadOnlyCollection<PhoneNumber> Numbers, DateTimeOffset UpTo);

/// <summary>Erases the data of customers in one part of the inbox. A part that stores more of them is another implementation.</summary>
public interface ICustomerDataEraser
{
    /// <summary>Erases the data of a customer. May run twice.</summary>
    Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation);
}
