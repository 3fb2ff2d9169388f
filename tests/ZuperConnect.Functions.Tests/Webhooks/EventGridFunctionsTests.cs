using ZuperConnect.Conversations;
using ZuperConnect.DeadLetters;
using ZuperConnect.Functions.Webhooks;
using ZuperConnect.Hosting;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Webhooks;

public class EventGridFunctionsTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_text_is_acknowledged_when_it_is_stored()
    {
        await using var app = await TestApp.StartAsync(storage);

        await app.New<EventGridFunctions>().SmsReceivedAsync(Text("Is my boiler done?"), app.Durable, Never);

        Assert.Equal("Is my boiler done?", Assert.IsType<MessageItem>(Assert.Single(await app.TimelineAsync())).Text);
    }

    [Fact]
    public async Task A_text_in_the_schema_of_CloudEvents_is_the_same_text()
    {
        await using var app = await TestApp.StartAsync(storage);

        await app.New<EventGridFunctions>().SmsReceivedAsync(
            BinaryData.FromString("""
                {"specversion":"1.0","id":"Incoming_1","type":"Microsoft.Communication.SMSReceived","source":"/acs","time":"2026-01-05T09:00:00Z",
                 "data":{"messageId":"Incoming_1","from":"12065550199","to":"14255550100","message":"Hello","receivedTimestamp":"2026-01-05T09:00:00Z"}}
                """),
            app.Durable, Never);

        Assert.Equal("Hello", Assert.IsType<MessageItem>(Assert.Single(await app.TimelineAsync())).Text);
    }

    [Fact]
    public async Task A_text_that_is_not_stored_yet_is_not_acknowledged_and_comes_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Entities.HoldsSignals = true;
        var functions = app.New<EventGridFunctions>();

        await Assert.ThrowsAsync<NotStoredYetException>(() => functions.SmsReceivedAsync(Text("Hello"), app.Durable, Never));
        await app.Entities.DeliverHeldAsync();
        await functions.SmsReceivedAsync(Text("Hello"), app.Durable, Never);

        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
    }

    [Fact]
    public async Task A_text_is_not_acknowledged_while_storage_is_away()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.StorageConnection.FailNext(int.MaxValue);

        await Assert.ThrowsAsync<NotStoredYetException>(
            () => app.New<EventGridFunctions>().SmsReceivedAsync(Text("Hello"), app.Durable, Never));
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("""{"id":"1","eventType":"Microsoft.Communication.SMSReceived","data":{}}""")]
    [InlineData(
        """
        {"id":"1","eventType":"Microsoft.Communication.OfTheFuture","subject":"s","eventTime":"2026-01-05T09:00:00Z",
        "dataVersion":"1.0","data":{}}
        """)]
    public async Task An_event_that_cannot_be_read_is_kept_as_it_came_and_acknowledged(string received)
    {
        await using var app = await TestApp.StartAsync(storage);

        await app.New<EventGridFunctions>().SmsReceivedAsync(BinaryData.FromString(received), app.Durable, Never);

        Assert.Equal(1, await app.Get<DeadLetterStore>().CountAsync(Never));
        Assert.Empty(app.Entities.Signals);
    }

    [Fact]
    public async Task A_delivery_report_moves_its_message_on()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();

        await app.New<EventGridFunctions>().SmsDeliveryReportReceivedAsync(Report(work.SourceId), app.Durable, Never);

        Assert.Equal(Delivery.Delivered, (await app.MessageAsync(work)).Delivery);
    }

    private static BinaryData Text(string message) => BinaryData.FromString(
        $$$"""
        {"id":"Incoming_1","topic":"t","subject":"/phonenumber/14255550100","eventType":"Microsoft.Communication.SMSReceived",
         "eventTime":"2026-01-05T09:29:58Z","dataVersion":"1.0","metadataVersion":"1",
         "data":{"messageId":"Incoming_1","from":"12065550199","to":"14255550100","message":"{{{message}}}","receivedTimestamp":"2026-01-05T09:29:57Z"}}
        """);

    private static BinaryData Report(string messageId) => BinaryData.FromString(
        $$$"""
        {"id":"Outgoing_1","topic":"t","subject":"/phonenumber/12065550199","eventType":"Microsoft.Communication.SMSDeliveryReportReceived",
         "eventTime":"2026-01-05T09:31:00Z","dataVersion":"1.0","metadataVersion":"1",
         "data":{"messageId":"Outgoing_1","from":"14255550100","to":"+12065550199","deliveryStatus":"Delivered","deliveryStatusDetails":"No error.",
                 "receivedTimestamp":"2026-01-05T09:31:00Z","deliveryAttempts":[],"Tag":"{{{messageId}}}"}}
        """);
}
