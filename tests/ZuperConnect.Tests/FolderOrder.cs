using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace ZuperConnect.Tests;

/// <summary>Compares what the folders of a project use with the order that they are to have.</summary>
internal static class FolderOrder
{
    /// <summary>
    /// Asserts that each folder uses only those before it. The folders are the namespaces below a root; what stands in the root puts all
    /// together, and no folder uses it.
    /// </summary>
    public static void Assert(Assembly assembly, string root, string[] order)
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

        // The root is above all.
        int Place(IType type) => Folder(type, root) is { Length: > 0 } folder ? Array.IndexOf(order, folder) : order.Length;
    }

    /// <summary>The folder of a type of ours; empty for the root, null for what compilers make.</summary>
    private static string? Folder(IType type, string root) =>
        type.Namespace.FullName is { } name && name == root ? ""
        : type.Namespace.FullName.StartsWith($"{root}.", StringComparison.Ordinal)
            ? type.Namespace.FullName[(root.Length + 1)..].Split('.')[0]
        : null;
}
