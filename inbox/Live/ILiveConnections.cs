namespace ZuperConnect.Live;

/// <summary>The connections to the open pages of signed-in users.</summary>
public interface ILiveConnections
{
    /// <summary>The client method that receives the list of hints.</summary>
    const string Method = "changed";

    /// <summary>Sends hints to all pages of these users.</summary>
    Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation);
}
