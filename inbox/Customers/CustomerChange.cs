using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers;

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
