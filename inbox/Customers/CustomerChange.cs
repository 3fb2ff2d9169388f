using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

/// <summary>The result of changing a customer.</summary>
public abstract record CustomerChange
{
    private CustomerChange()
    {
    }

    /// <summary>The change was made.</summary>
    /// <param name="Stored">The customer as stored now.</param>
    /// <param name="Work">The work to start; null if there is none.</param>
    public sealed record Made(StoredCustomer Stored, WorkId? Work) : CustomerChange;

    /// <summary>A number belongs to another customer. Nothing was changed.</summary>
    public sealed record NumberTaken(PhoneNumber Number, SavedCustomer Owner) : CustomerChange;

    /// <summary>The customer was changed or deleted since the ETag was read.</summary>
    public sealed record Outdated : CustomerChange;

    /// <summary>The id belongs to another customer.</summary>
    public sealed record IdTaken : CustomerChange;
}
