using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Live;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Live;

/// <summary>A failure of live updates does not affect anything else.</summary>
public sealed class SendingThatFailsTests(TestStorage storage)
{
    [Fact]
    public async Task Sending_that_fails_or_never_ends_delays_no_commit_and_is_tried_with_the_next_hints()
    {
        var connections = new FailingConnections();
        await using var inbox = await RunningInbox.StartAsync(
            storage, builder => builder.Services.AddSingleton<ILiveConnections>(connections));

        await inbox.CustomerWritesAsync("one");
        await RunningInbox.EventuallyAsync(() => Task.FromResult(connections.Asked), asked => asked is 1);
        await inbox.CustomerWritesAsync("two");
        await RunningInbox.EventuallyAsync(() => Task.FromResult(connections.Asked), asked => asked is 2);
        await inbox.CustomerWritesAsync("three");

        // After the send that never completes is given up.
        await RunningInbox.EventuallyAsync(() => Task.FromResult(connections.Sent), sent => sent is [ConversationChanged { Version: 3 }]);
        Assert.Equal(3, (long)(await inbox.ConversationAsync())["version"]!);
    }

    /// <summary>Fails at the first call, and never completes at the second.</summary>
    private sealed class FailingConnections : ILiveConnections
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public volatile IReadOnlyList<LiveHint> Sent = [];

        public Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation)
        {
            switch (Interlocked.Increment(ref _asked))
            {
                case 1:
                    throw new InvalidOperationException("It is broken.");
                case 2:
                    return Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                default:
                    Sent = hints;
                    return Task.CompletedTask;
            }
        }
    }
}
