namespace ZuperConnect.Http.OpenApi;

/// <summary>
/// The security schemes of which an operation takes any, where that is not the bearer token of a user; none for an operation that takes
/// everybody. This describes what <see cref="ApiAuthorization"/> checks; it checks nothing itself.
/// </summary>
/// <param name="schemes">The names of the schemes in the document.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SecurityAttribute(params string[] schemes) : Attribute
{
    /// <summary>The names of the schemes.</summary>
    public IReadOnlyList<string> Schemes => schemes;

    /// <summary>Whether a user may be signed in and still not be allowed to, which is a 403.</summary>
    public bool NeedsPermission { get; init; } = true;
}
