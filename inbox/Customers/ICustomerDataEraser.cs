using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

/// <summary>A customer who is erased, and whose row is gone.</summary>
/// <param name="Id">The customer's id.</param>
/// <param name="Numbers">The numbers that were the customer's.</param>
/// <param name="UpTo">When somebody asked for it: what came later stays.</param>
public sealed record ErasedCustomer(string Id, IReadOnlyCollection<PhoneNumber> Numbers, DateTimeOffset UpTo);

/// <summary>Erases what one part of the inbox keeps of customers. A part that keeps more of them is one more implementation.</summary>
public interface ICustomerDataEraser
{
    /// <summary>Erases what there is of a customer. It may run twice.</summary>
    Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation);
}
