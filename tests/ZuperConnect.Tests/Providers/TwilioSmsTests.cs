using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Providers;

/// <summary>The Twilio adapter, with a strict fake of Twilio.</summary>
public sealed class TwilioSmsTests(TestStorage storage) : SmsProviderConformance
{
    private protected override async Task<SmsProviderUnderTest> StartAsync(FakeTimeProvider time)
    {
        var twilio = await FakeTwilio.StartAsync(time);
        return new Provider(twilio) { Inbox = await TwilioInbox.StartAsync(storage, twilio, time) };
    }

    private sealed class Provider(FakeTwilio twilio) : SmsProviderUnderTest
    {
        private TextOutcome _outcome;

        public override async Task CustomerWritesAsync(string text, int times, string from)
        {
            var (message, _) = await twilio.TextAsync(text, from);
            for (var time = 1; time < times; time++)
            {
                await twilio.BringAsync(message);
            }
        }

        public override async Task CustomerSendsAsync(string text, int times, params IReadOnlyList<FakePicture> pictures)
        {
            var (message, _) = await twilio.TextAsync(text, pictures: pictures);
            for (var time = 1; time < times; time++)
            {
                await twilio.BringAsync(message);
            }
        }

        public override async Task<IReadOnlyList<IReadOnlyList<FakePicture>>> PicturesLeftAsync() =>
            await Task.WhenAll(twilio.Messages.Where(message => !message.IsInbound).Select(message => message.Pictures));

        public override Task<int> FilesKeptAsync() => Task.FromResult(twilio.Media.Paths.Count);

        public override void SetOutcome(TextOutcome outcome)
        {
            _outcome = outcome;
            twilio.Statuses = outcome switch
            {
                TextOutcome.Fails => ["sent", "undelivered"],
                TextOutcome.AnswerIsLost => [],
                _ => ["sent", "delivered"],
            };
            twilio.Sending = outcome is TextOutcome.Arrives or TextOutcome.Fails ? null : AnswerAsync;
        }

        public override Task<IReadOnlyList<string>> LeftAsync() => Task.FromResult<IReadOnlyList<string>>(
            [.. twilio.Messages.Where(message => !message.IsInbound).Select(message => message.Body)]);

        public override async Task ReportAsync(string messageId, bool arrived)
        {
            var message = twilio.Messages.Single(message => message.StatusCallback?.Contains(messageId, StringComparison.Ordinal) is true);
            await twilio.ReportAsync(message, arrived ? "delivered" : "undelivered", arrived ? null : 30003);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await twilio.DisposeAsync();
        }

        private Task AnswerAsync(HttpContext context, Func<FakeTwilioMessage> take)
        {
            switch (_outcome)
            {
                case TextOutcome.OptedOut:
                    return FakeTwilio.RefuseAsync(context, 400, 21610, "The recipient has unsubscribed.");
                case TextOutcome.ProviderIsBusy:
                    return FakeTwilio.RefuseAsync(context, 429, 20429, "Too many requests.");
                case TextOutcome.IsRefused:
                    return FakeTwilio.RefuseAsync(context, 400, 21614, "The number is no mobile number.");
                default:
                    take();
                    context.Abort();
                    return Task.CompletedTask;
            }
        }
    }
}

/// <summary>The Twilio sender, with a strict fake of Twilio.</summary>
public sealed class TwilioSmsSenderTests(TestStorage storage) : SmsSenderConformance, IAsyncLifetime
{
    private FakeTwilio _twilio = null!;
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _twilio = await FakeTwilio.StartAsync();
        _twilio.Statuses = [];
        _inbox = await TwilioInbox.StartAsync(storage, _twilio);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        await _twilio.DisposeAsync();
    }

    protected override Task<SendResult> SendAsync(OutgoingText text, ProviderAnswer answer)
    {
        _twilio.Sending = answer switch
        {
            ProviderAnswer.IsBusy => (context, _) => FakeTwilio.RefuseAsync(context, 429, 20429, "Too many requests."),
            ProviderAnswer.Refuses => (context, _) => FakeTwilio.RefuseAsync(context, 400, 21614, "The number is no mobile number."),
            ProviderAnswer.IsLost => (context, _) =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
            ,
            _ => null,
        };
        return _inbox.Services.GetRequiredService<ISmsSender>().SendAsync(text, TestContext.Current.CancellationToken);
    }

    protected override Task<IReadOnlyList<OutgoingText>> TakenAsync() => Task.FromResult<IReadOnlyList<OutgoingText>>(
    [
        .. from message in _twilio.Messages
           select new OutgoingText(
               Number(message.From), Number(message.To), message.Body, new Uri(message.StatusCallback!).Segments[^1]),
    ]);

    private static PhoneNumber Number(string text) =>
        PhoneNumber.TryParse(text, out var number) ? number : throw new InvalidOperationException();
}
