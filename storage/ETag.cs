namespace ZuperConnect.Storage;

/// <summary>The ETag of one version of a row or blob. It changes with each change. <c>default</c> means that nothing is stored.</summary>
/// <param name="Value">The ETag in its HTTP form, such as <c>W/"5"</c>; null for <c>default</c>.</param>
public readonly record struct ETag(string? Value)
{
    /// <summary>Matches every version.</summary>
    public static ETag Any { get; } = new("*");

    /// <summary>The ETag in its HTTP form; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
