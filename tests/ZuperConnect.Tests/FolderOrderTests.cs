using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ZuperConnect.Conversations;
using Assembly = System.Reflection.Assembly;

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

    [Fact]
    public void Folders_of_the_rules_use_only_those_before_them() => AssertOrder(typeof(Conversation).Assembly, "ZuperConnect", Rules);

    [Fact]
    public void Folders_of_the_inbox_use_only_those_before_them() => AssertOrder(typeof(InboxRegistration).Assembly, "ZuperConnect", Inbox);

    /// <summary>Asserts it for the folders, which are the namespaces below a root; what stands in the root puts all together, and is used by none.</summary>
    private static void AssertOrder(Assembly assembly, string root, string[] order)
    {
        var types = new ArchLoader().LoadAssemblies(assembly).Build().Types.Where(type => Folder(type, root) is not null).ToList();
        Assert.Equal(order.Order(), types.Select(type => Folder(type, root)!).Where(folder => folder.Length > 0).Distinct().Order());

        var known = types.Select(type => type.FullName).ToHashSet();
        var wrong =
            from type in types
            from used in type.Dependencies.Select(dependency => dependency.Target).Where(used => known.Contains(used.FullName)).Distinct()
            where Place(type) < Place(used)
            select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(wrong);

        // The root is above all.
        int Place(IType type) => Folder(type, root) is { Length: > 0 } folder ? Array.IndexOf(order, folder) : order.Length;
    }

    /// <summary>The folder of a type of ours; empty for the root, null for what compilers make.</summary>
    private static string? Folder(IType type, string root) =>
        type.Namespace.FullName is { } name && name == root ? ""
        : type.Namespace.FullName.StartsWith($"{root}.", StringComparison.Ordinal) ? type.Namespace.FullName[(root.Length + 1)..].Split('.')[0]
        : null;
}
