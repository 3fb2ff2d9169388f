using ZuperConnect.Conversations;
using ZuperConnect.Local;
using ZuperConnect.Twilio;

namespace ZuperConnect.Tests;

/// <summary>The order of the folders in each project: each uses only those before it, so that there are no cycles.</summary>
public sealed class FolderOrderTests
{
    private static readonly string[] Rules = ["Text", "Json", "Hours", "PhoneNumbers", "Conversations", "Statistics", "Calls"];

    private static readonly string[] Inbox =
    [
        // Shared parts: tables and documents, metrics, sounds, idempotency records.
        "Storage", "Telemetry", "Sounds", "Idempotency",

        // Subjects that know no conversation.
        "Audit", "Team", "Live", "Numbers", "SavedReplies",

        // The outbox, the services of a host, and background work.
        "Outbox", "Hosting", "BackgroundWork",

        // Subjects of conversations, each with its own rows.
        "Customers", "OptOuts", "OutgoingWebhooks", "Ledger", "Search", "Statistics",

        // Processes.
        "CallControl", "Recordings", "Attachments", "Messages", "Jobs", "Propagation", "DeadLetters", "Webhooks", "Erasing", "Maintenance",

        // Interfaces to the outside.
        "Health", "Http",
    ];

    private static readonly string[] Twilio = ["Rest", "Webhooks", "Messages", "Numbers", "Calls"];

    private static readonly string[] Local =
    [
        // Options, files and storage.
        "Hosting", "Files", "Clock", "Options", "Azurite", "Data",

        // The surroundings of the inbox: page, sign-in, Event Grid's address, phones, a telephony provider.
        "Page", "Team", "Webhooks", "Phone", "Twilio", "Live",

        // The owners of conversations and calls, and background work.
        "BackgroundWork", "Conversations", "CallControl",

        // Commands other than serving.
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
