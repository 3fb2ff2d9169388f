namespace ZuperConnect.Http.OpenApi;

/// <summary>
/// The problems that an operation answers with, by the names of their factories in <see cref="Problems"/>, which know the status. Those
/// that follow from the operation itself, such as 401 and 500, are added by the generator of the document.
/// </summary>
/// <param name="problems">The names, such as <c>nameof(Problems.NotSeen)</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProducesProblemAttribute(params string[] problems) : Attribute
{
    /// <summary>The names of the factories.</summary>
    public IReadOnlyList<string> Problems => problems;
}
