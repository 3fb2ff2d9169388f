using System.Collections.Concurrent;
using System.Diagnostics;
using ZuperConnect.Telemetry;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Telemetry;

public sealed class TracesTests(TestStorage storage) : IAsyncLifetime
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private ActivityListener _listener = null!;
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == InboxTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _inbox = await RunningInbox.StartAsync(storage);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task Text_is_traced_from_the_event_to_its_write_without_the_customers_number()
    {
        // Other tests run at the same time and are traced as well.
        var id = $"Incoming_{Guid.NewGuid():N}";
        await _inbox.CustomerWritesAsync("Is my boiler done?", id: id);

        var taken = Assert.Single(OfSource($"sms.{id}"), span => span.OperationName == "take Text");
        var stored = Assert.Single(OfSource($"sms.{id}"), span => span.OperationName == "store");
        Assert.Equal((taken.TraceId, taken.SpanId), (stored.TraceId, stored.ParentSpanId));
        Assert.All([taken, stored], span => Assert.Equal("…0100-…0199", span.GetTagItem("inbox.conversation")));
        Assert.All([taken, stored], span => Assert.Equal("ReceiveMessage", span.GetTagItem("inbox.command")));
        Assert.All(
            [taken, stored], span =>
                Assert.DoesNotContain(
                    span.TagObjects, tag => tag.Value!.ToString()!.Contains(RunningInbox.Customer[2..], StringComparison.Ordinal)));
    }

    private IEnumerable<Activity> OfSource(string id) => _spans.Where(span => (string?)span.GetTagItem("inbox.source") == id);
}
