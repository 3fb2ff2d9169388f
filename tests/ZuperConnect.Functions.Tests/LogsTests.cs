using ZuperConnect.Conversations;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Functions.Webhooks;
using ZuperConnect.Messages;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests;

public class LogsTests(TestStorage storage)
{
    private const string Answer = "The plumber comes at noon";

    [Fact]
    public async Task Nothing_that_is_logged_has_a_customers_number_or_words_whatever_fails()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.New<EventGridFunctions>().SmsReceivedAsync(
            BinaryData.FromString($$"""{"from":"{{TestApp.Id.Customer.Value}}","message":"{{Answer}}"}"""),
            app.Durable, CancellationToken.None);
        foreach (var (result, delivery) in new (SendResult, Delivery)[]
        {
            (new SendResult.Accepted(), Delivery.Sent),
            (new SendResult.Refused("It is no number of ours (400).", OptedOut: false), Delivery.Failed),
        })
        {
            app.Provider.Answers(new SendResult.Retry("busy"));
            app.Provider.Answers(result);
            var message = app.AnaWrites(Answer, Guid.NewGuid().ToString());
            await app.SignalAsync(app.CustomerWrites(Answer, Guid.NewGuid().ToString("N")));
            app.StorageConnection.FailNext(2);
            await app.SignalAsync(message);
            await new OrchestrationRun(app, $"{TestApp.Id}.{message.SourceId}").ToItsEndAsync();
            Assert.Equal(delivery, (await app.MessageAsync(new(TestApp.Id, message.SourceId))).Delivery);
        }

        await app.Entities.SignalAsync(ConversationEntity.IdOf(TestApp.Id), new CommandEnvelope(Answer, Kept: false));

        Assert.All(["…0100-…0199 took SendMessage", "was put off", "tries again in", "that is no command", "cannot be read"], said =>
            Assert.Contains(app.Log.Lines, line => line.Contains(said, StringComparison.Ordinal)));
        Assert.All([TestApp.Id.Customer.Key, TestApp.Id.Customer.Key[1..], Answer], secret =>
            Assert.DoesNotContain(app.Log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }
}
