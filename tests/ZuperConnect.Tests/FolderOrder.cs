using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace ZuperConnect.Tests;

/// <summary>Compares the uses between the folders of a project with the intended order.</summary>
internal static partial class FolderOrder
{
    /// <summary>
    /// Asserts that each folder uses only those before it. Folders are the namespaces below the root. The root itself may use all folders,
    /// and no folder uses it. Folders inside a folder have no order, but no two of them use each other.
    /// </summary>
    /// <param name="assembly">The compiled project.</param>
    /// <param name="root">Its root namespace.</param>
    /// <param name="sources">The folder of its source files.</param>
    /// <param name="order">The folders from bottom to top.</param>
    public static void Assert(Assembly assembly, string root, string sources, string[] order)
    {
        var types = new ArchLoader().LoadAssemblies(assembly).Build().Types.Where(type => Folder(type, root) is not null).ToList();
        Xunit.Assert.Equal(order.Order(), types.Select(type => Folder(type, root)!).Where(folder => folder.Length > 0).Distinct().Order());

        var known = types.Select(type => type.FullName).ToHashSet();
        var wrong =
            from type in types
            from used in type.Dependencies.Select(dependency => dependency.Target).Where(used => known.Contains(used.FullName)).Distinct()
            where Place(type) < Place(used)
            select $"{type.FullName} uses {used.FullName}";
        Xunit.Assert.Empty(wrong);

        var uses = types.SelectMany(type => type.Dependencies.Select(dependency => dependency.Target)
                .Where(used => known.Contains(used.FullName) && Folder(used, root) == Folder(type, root))
                .Select(used => (From: type.Namespace.FullName, To: used.Namespace.FullName)))
            .Where(use => use.From != use.To).ToHashSet();
        Xunit.Assert.DoesNotContain(uses, use => uses.Contains((use.To, use.From)));

        // Compiled code has no documentation, no nameof and no constants.
        var namespaces = types.Select(type => type.Namespace.FullName).ToHashSet();
        var elsewhere = AppDomain.CurrentDomain.GetAssemblies().Where(other => other != assembly && IsOurs(other))
            .SelectMany(other => other.GetTypes()).Select(type => type.Namespace).ToHashSet();
        var early =
            from folder in order
            let path = Path.Combine(sources, folder)
            where Directory.Exists(path)
            from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            let used = UsingDirective().Match(line) is { Success: true, Groups: [_, var name] } ? name.Value : null
            where used is not null && namespaces.Contains(used) && !elsewhere.Contains(used)
                && Array.IndexOf(order, folder) < PlaceOf(FolderOf(used, root))
            select $"{file}: {line}";
        Xunit.Assert.Empty(early);

        int Place(IType type) => PlaceOf(Folder(type, root));

        // The root is last.
        int PlaceOf(string? folder) => folder is { Length: > 0 } ? Array.IndexOf(order, folder) : order.Length;
    }

    private static bool IsOurs(Assembly assembly) => assembly.GetName().Name?.StartsWith("ZuperConnect.", StringComparison.Ordinal) is true
        && !assembly.GetName().Name!.EndsWith("Tests", StringComparison.Ordinal);

    /// <summary>The folder of a type; empty for the root, null for compiler-generated types.</summary>
    private static string? Folder(IType type, string root) => FolderOf(type.Namespace.FullName, root);

    private static string? FolderOf(string name, string root) =>
        name == root ? "" : name.StartsWith($"{root}.", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0] : null;

    [GeneratedRegex(@"^using (?:static )?(ZuperConnect[\w.]*);")]
    private static partial Regex UsingDirective();
}
