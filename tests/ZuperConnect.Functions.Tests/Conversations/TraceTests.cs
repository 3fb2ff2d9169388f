using System.Diagnostics;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Telemetry;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Conversations;

public sealed class TraceTests(TestStorage storage)
{
    [Fact]
    public async Task Trace_goes_on_in_the_run_of_the_entity_that_a_signal_starts()
    {
        await using var app = await TestApp.StartAsync(storage);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is InboxTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        CommandEnvelope handover;
        ActivityTraceId trace;
        using (var sender = new Activity("event").Start())
        {
            trace = sender.TraceId;
            handover = CommandEnvelope.Of(app.CustomerWrites("Hello"), kept: false);
        }

        await app.Entities.SignalAsync(ConversationEntity.IdOf(TestApp.Id), handover);

        List<Activity> ours;
        lock (spans)
        {
            ours = [.. spans.Where(span => span.TraceId == trace)];
        }

        Assert.Equal(["store", "take command"], ours.Select(span => span.OperationName));
        Assert.Equal(ours[1].SpanId, ours[0].ParentSpanId);
        Assert.All(ours, span => Assert.Equal("…0100-…0199", span.GetTagItem("inbox.conversation")));
    }
}
