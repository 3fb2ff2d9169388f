using ZuperConnect.Customers;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

/// <summary>Ledgers that no host made.</summary>
internal static class TestLedger
{
    public static ConversationLedger On(InboxStorage storage, TimeProvider? time = null)
    {
        var (hashes, clock) = (new NumberHashes(storage), time ?? TimeProvider.System);
        return new(storage, new OptOuts(storage, hashes), new CustomerBook(storage, clock), new ErasedNumbers(storage, hashes, clock));
    }
}
