namespace ZuperConnect.Live;

/// <summary>The open pages of the users who are signed in.</summary>
public interface ILiveConnections
{
    /// <summary>The method that is invoked at a page, with a list of hints.</summary>
    const string Method = "changed";

    /// <summary>Sends hints to all pages of some users.</summary>
    Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation);
}
