using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Tests.Acs;
using ZuperConnect.Functions.Webhooks;
using ZuperConnect.Hosting;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Webhooks;

public class IncomingCallTests(TestStorage storage)
{
    private const string EventId = "d5546be8-227a-4db8-b2c3-4f06fd675fd6";
    private const string Secret = "the-context-of-the-incoming-call";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_call_is_answered_before_anything_is_stored_and_then_rings_in_its_conversation()
    {
        await using var app = await TestApp.StartAsync(storage);
        var known = new CallSession?[1];
        app.Gateway.Answering = async () => known[0] = await app.Get<CallStore>().FindAsync(EventId, Never);

        await TakeAsync(app);

        Assert.Equal((EventId, Secret), (Assert.Single(app.Gateway.Answered).CallId, app.Gateway.Answered[0].Secret));
        Assert.Null(known[0]);
        Assert.Equal(CallEntity.IdOf(EventId), Assert.Single(app.Entities.Signals).Id);
        Assert.Equal(CallStatus.Ringing, Assert.IsType<CallItem>(Assert.Single(await app.TimelineAsync())).Status);
    }

    [Fact]
    public async Task What_the_provider_wants_back_is_in_no_row()
    {
        await using var app = await TestApp.StartAsync(storage);
        await TakeAsync(app);

        var rows = await app.Get<StorageTables>().Calls.QueryAsync(RowQuery.All, Never).ToListAsync(Never);

        Assert.NotEmpty(rows);
        Assert.DoesNotContain(
            rows.SelectMany(row => row.Columns.Values), value => value is string text && text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_event_answers_the_same_call_again_and_rings_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        await TakeAsync(app);
        await TakeAsync(app);

        Assert.Equal(app.Gateway.Answered[0], app.Gateway.Answered[1]);
        Assert.Single(await app.TimelineAsync());
    }

    [Fact]
    public async Task A_call_that_is_not_stored_is_not_acknowledged_and_is_answered_again_when_it_comes_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.Get<Numbers.NumberStore>().AllAsync(Never);
        app.Gateway.Answering = () =>
        {
            app.StorageConnection.FailNext(int.MaxValue);
            return Task.CompletedTask;
        };
        Assert.True(StorageUnavailableException.IsMeantBy(await Assert.ThrowsAnyAsync<Exception>(() => TakeAsync(app))));

        app.Gateway.Answering = () => Task.CompletedTask;
        app.StorageConnection.FailNext(0);
        await TakeAsync(app);

        Assert.Equal(2, app.Gateway.Answered.Count);
        Assert.Single(await app.TimelineAsync());
    }

    [Fact]
    public async Task A_call_whose_owner_cannot_be_signalled_is_not_acknowledged()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Entities.IsUnavailable = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(app));
    }

    [Fact]
    public async Task A_call_that_rings_no_more_is_missed_and_not_answered()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Time.Advance(TimeSpan.FromSeconds(31));

        await TakeAsync(app);

        Assert.Empty(app.Gateway.Answered);
        Assert.Equal(CallStatus.Missed, Assert.IsType<CallItem>(Assert.Single(await app.TimelineAsync())).Status);
    }

    [Fact]
    public async Task Both_deliveries_of_one_call_are_one_request_to_the_provider()
    {
        await using var app = await TestApp.StartAsync(storage);
        await TakeAsync(app);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        await TakeAsync(app);

        using var service = new TestCallAutomation();
        var here = PublicAddress.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("PublicAddress", "https://inbox.example")]).Build())!;
        var provider = new AcsCallGateway(service, here, new(here, null), NullLogger<AcsCallGateway>.Instance);
        foreach (var ringing in app.Gateway.Answered)
        {
            await provider.AnswerAsync(ringing, Never);
        }

        Assert.Equal(2, service.Repeatabilities.Count);
        Assert.Single(service.Repeatabilities.Distinct());
    }

    private static Task TakeAsync(TestApp app) => app.New<EventGridFunctions>().IncomingCallAsync(Call, app.Durable, Never);

    private static BinaryData Call => BinaryData.FromString(
        $$$"""
        {"id":"{{{EventId}}}","topic":"t","subject":"/caller/4:+12065550199/recipient/4:+14255550100",
         "eventType":"Microsoft.Communication.IncomingCall","eventTime":"2026-01-05T09:29:58Z","dataVersion":"1.0","metadataVersion":"1",
         "data":{"to":{"kind":"phoneNumber","rawId":"4:+14255550100","phoneNumber":{"value":"+14255550100"}},
                 "from":{"kind":"phoneNumber","rawId":"4:+12065550199","phoneNumber":{"value":"+12065550199"}},
                 "serverCallId":"s","callerDisplayName":"","incomingCallContext":"{{{Secret}}}","correlationId":"c"}}
        """);
}
