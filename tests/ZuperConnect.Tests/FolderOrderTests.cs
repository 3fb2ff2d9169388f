using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.Local;
using ZuperConnect.Twilio;

namespace ZuperConnect.Tests;

/// <summary>The order of the folders in each project: each uses only those before it, so that there are no cycles.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] Rules = ["Text", "Json", "Hours", "PhoneNumbers", "Conversations", "Statistics", "Calls"];

    private static readonly (string Layer, string[] Folders)[] Inbox =
    [
        ("Shared parts", ["Storage", "Telemetry", "Sounds", "Idempotency"]),
        ("Subjects without conversations", ["Audit", "Team", "Live", "Numbers", "SavedReplies"]),
        ("Background work", ["Outbox", "Hosting", "BackgroundWork"]),
        ("Subjects of conversations", ["Customers", "OptOuts", "OutgoingWebhooks", "Ledger", "Search", "Statistics"]),
        ("Processes",
            [
                "CallControl", "Recordings", "Attachments", "Messages", "Jobs", "Propagation", "DeadLetters", "Webhooks", "Erasing",
                "Maintenance",
            ]),
        ("HTTP", ["Health", "Http"]),
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
        FolderOrder.Assert(typeof(Conversation).Assembly, "ZuperConnect", Sources("rules"), Rules);

    [Fact]
    public void Folders_of_the_inbox_use_only_those_before_them() =>
        FolderOrder.Assert(
            typeof(InboxRegistration).Assembly, "ZuperConnect", Sources("inbox"), [.. Inbox.SelectMany(layer => layer.Folders)]);

    [Fact]
    public void README_draws_the_layers_of_the_inbox_in_their_order()
    {
        var drawn = Layer().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")))
            .Select(layer => $"{layer.Groups["name"]}: {layer.Groups["folders"].Value.Replace("<br/>", " ", StringComparison.Ordinal)}");
        Assert.Equal(Inbox.Reverse().Select(layer => $"{layer.Layer}: {string.Join(", ", layer.Folders)}"), drawn);
    }

    [Fact]
    public void Folders_of_Twilio_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(TwilioRegistration).Assembly, "ZuperConnect.Twilio", Sources("twilio"), Twilio);

    [Fact]
    public void Folders_of_the_local_host_use_only_those_before_them() =>
        FolderOrder.Assert(typeof(LocalInbox).Assembly, "ZuperConnect.Local", Sources("local"), Local);

    private static string Sources(string project) => Path.Combine(Repository.Root, project);

    [GeneratedRegex(@"^    \w+\[""(?<name>[^<""]+)<br/>(?<folders>[^""]+)""\]$", RegexOptions.Multiline)]
    private static partial Regex Layer();
}
