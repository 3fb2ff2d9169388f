namespace ZuperConnect.Http.OpenApi;

/// <summary>
/// The security schemes of an operation, each of which is enough. Without schemes, anyone may call it; without the attribute, a user with a
/// bearer token. It only describes what the API checks.
/// </summary>
/// <param name="schemes">The names of the schemes in the document.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SecurityAttribute(params string[] schemes) : Attribute
{
    /// <summary>The names of the schemes.</summary>
    public IReadOnlyList<string> Schemes => schemes;

    /// <summary>Whether a user who is signed in may get a 403.</summary>
    public bool NeedsPermission { get; init; } = true;
}
