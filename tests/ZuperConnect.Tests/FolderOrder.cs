using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace ZuperConnect.Tests;

/// <summary>Compares the uses between the folders of a project with the intended order.</summary>
internal static class FolderOrder
{
    /// <summary>
    /// Asserts that each folder uses only those before it. Folders are the namespaces below the root. The root itself may use all folders,
    /// and no folder uses it.
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

        // The root is last.
        int Place(IType type) => Folder(type, root) is { Length: > 0 } folder ? Array.IndexOf(order, folder) : order.Length;
    }

    /// <summary>The folder of a type; empty for the root, null for compiler-generated types.</summary>
    private static string? Folder(IType type, string root) =>
        type.Namespace.FullName is { } name && name == root ? ""
        : type.Namespace.FullName.StartsWith($"{root}.", StringComparison.Ordinal)
            ? type.Namespace.FullName[(root.Length + 1)..].Split('.')[0]
        : null;
}
