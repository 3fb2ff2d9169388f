using ZuperConnect.Conversations;
using ZuperConnect.Local;
using ZuperConnect.Twilio;

namespace ZuperConnect.Tests;

/// <summary>The order of the folders in a project: each uses only those that stand before it, so that there are no circles.</summary>
public sealed class FolderOrderTests
{
    private static readonly string[] Rules = ["Text", "Json", "PhoneNumbers", "Conversations", "Calls"];

    private static readonly string[] Inbox =
    [
        // What all share: tables and documents, metrics, and rows that find repetitions.
        "Storage", "Telemetry", "Sounds", "Idempotency",

        // Subjects that know no conversation.
        "Audit", "Team", "Live", "Numbers",

        // Work to be done, what a host does for it, and who does it.
        "Outbox", "Hosting", "BackgroundWork",

        // Subjects of conversations, each with its own rows.
        "Customers", "OptOuts", "Ledger", "Search",

        // Processes.
        "CallControl", "Recordings", "Messages", "Jobs", "Propagation", "DeadLetters", "Webhooks", "Erasing", "Maintenance",

        // What is asked from outside.
        "Health", "Http",
    ];

    private static readonly string[] Twilio = ["Rest", "Webhooks", "Messages", "Numbers", "Calls"];

    private static readonly string[] Local =
    [
        // Options, files and storage.
        "Hosting", "Files", "Options", "Azurite", "Data",

        // What is around the inbox: its page, sign-in, Event Grid's address, phones, and a telephony provider.
        "Page", "Team", "Webhooks", "Phone", "Twilio", "Live",

        // Who owns conversations and calls, and does the work.
        "BackgroundWork", "Conversations", "CallControl",

        // What is done beside serving.
        "Moving", "Demo",
    ];

    [Fact]
    public void Folders_of_the_rules_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(Conversation).Assembly, "ZuperConnect", Rules);

    [Fact]
    public void Folders_of_the_inbox_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(InboxRegistration).Assembly, "ZuperConnect", Inbox);

    [Fact]
    public void Folders_of_Twilio_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(TwilioRegistration).Assembly, "ZuperConnect.Twilio", Twilio);

    [Fact]
    public void Folders_of_the_local_host_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(LocalInbox).Assembly, "ZuperConnect.Local", Local);
}
