using ZuperConnect.Customers;
using ZuperConnect.Ledger;
using ZuperConnect.Live;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Telemetry;
using ZuperConnect.Tests.Telemetry;

namespace ZuperConnect.Tests.Storage;

/// <summary>Ledgers without a host.</summary>
internal static class TestLedger
{
    public static ConversationLedger On(StorageTables storage, TimeProvider? time = null)
    {
        var (hashes, clock) = (new NumberHashes(storage), time ?? TimeProvider.System);
        return new(
            storage, new WorkItemStore(storage),
            new(new CustomerStore(storage, clock), new OptOutStore(storage, hashes), new ErasedNumbers(storage, hashes, clock),
                new NumberStore(storage, clock), new TeamStore(storage, clock),
                new WebhookSubscriptionStore(storage, clock), clock),
            TestTelemetry.Metrics(), new InboxTraces(), new LiveHints());
    }
}
