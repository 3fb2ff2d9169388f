namespace ZuperConnect.Storage;

/// <summary>
/// The tag of one version of a row or blob: it changes with each change. <c>default</c> is the tag of what is not stored.
/// </summary>
/// <param name="Value">The tag as HTTP writes it, such as <c>W/"5"</c>; null for <c>default</c>.</param>
public readonly record struct ETag(string? Value)
{
    /// <summary>Stands for every version.</summary>
    public static ETag Any { get; } = new("*");

    /// <summary>The tag as HTTP writes it; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
