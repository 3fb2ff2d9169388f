namespace ZuperConnect.Page.Tests;

/// <summary>A clock that is an hour ahead.</summary>
internal sealed class LaterTimeProvider : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
}
