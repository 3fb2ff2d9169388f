using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Local.Phone;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Providers;

/// <summary>
/// The simulated phones. Their events have the format in which Event Grid delivers the events of Azure Communication Services.
/// </summary>
public sealed class SimulatedSmsTests(TestStorage storage) : SmsProviderConformance
{
    private protected override async Task<SmsProviderUnderTest> StartAsync(FakeTimeProvider time) => new Provider
    {
        Inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(time)),
    };

    private sealed class Provider : SmsProviderUnderTest
    {
        public override async Task CustomerWritesAsync(string text, int times, string from)
        {
            var id = $"Incoming_{Guid.NewGuid():N}";
            for (var time = 0; time < times; time++)
            {
                await Inbox.CustomerWritesAsync(text, from, id: id);
            }
        }

        public override async Task CustomerSendsAsync(string text, int times, params IReadOnlyList<FakePicture> pictures)
        {
            var mms = Inbox.Services.GetRequiredService<SimulatedMms>();
            var cancellation = TestContext.Current.CancellationToken;
            var message = await mms.TakeAsync(
                $"Incoming_{Guid.NewGuid():N}", Number(RunningInbox.Customer), Number(RunningInbox.Dispatch), text,
                [.. pictures.Select(picture => new PhonePicture(picture.ContentType, picture.Content))], cancellation);
            for (var time = 0; time < times; time++)
            {
                await mms.RaiseAsync(message, cancellation);
            }
        }

        public override async Task<IReadOnlyList<IReadOnlyList<FakePicture>>> PicturesLeftAsync()
        {
            var phones = Inbox.Services.GetRequiredService<CustomerPhones>();
            var (customer, cancellation) = (Number(RunningInbox.Customer), TestContext.Current.CancellationToken);
            return await Task.WhenAll((await phones.ReadAllAsync(customer, cancellation)).Where(text => !text.IsSent).Select(
                text => Task.WhenAll(text.Pictures.Select(async id =>
                {
                    var picture = (await phones.FindPictureAsync(customer, id, cancellation))!;
                    return new FakePicture(picture.ContentType, picture.Content.ToArray());
                }))));
        }

        public override async Task<int> FilesKeptAsync() => await Inbox.Services.GetRequiredService<IStorage>()
            .GetContainer("phonepictures").ListAsync("provider/", TestContext.Current.CancellationToken)
            .CountAsync(TestContext.Current.CancellationToken);

        private static PhoneNumber Number(string text) =>
            PhoneNumber.TryParse(text, out var number) ? number : throw new InvalidOperationException();

        public override void SetOutcome(TextOutcome outcome) => Inbox.SetTextOutcome(outcome switch
        {
            TextOutcome.Fails => SimulatedTextOutcome.Failed,
            TextOutcome.OptedOut => SimulatedTextOutcome.OptedOut,
            TextOutcome.ProviderIsBusy => SimulatedTextOutcome.Busy,
            TextOutcome.IsRefused => SimulatedTextOutcome.Refused,
            TextOutcome.AnswerIsLost => SimulatedTextOutcome.Lost,
            _ => SimulatedTextOutcome.Delivered,
        });

        public override Task<IReadOnlyList<string>> LeftAsync() => Inbox.PhoneAsync();

        public override Task ReportAsync(string messageId, bool arrived) =>
            arrived ? Inbox.ReportAsync(messageId, "Delivered")
                : Inbox.ReportAsync(messageId, "Failed", "4004 Destination number does not exist.");
    }
}

/// <summary>The sender of the simulated phones.</summary>
public sealed class SimulatedSmsSenderTests(TestStorage storage) : SmsSenderConformance, IAsyncLifetime
{
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    protected override async Task<SendResult> SendAsync(OutgoingText text, ProviderAnswer answer)
    {
        _inbox.SetTextOutcome(answer switch
        {
            ProviderAnswer.IsBusy => SimulatedTextOutcome.Busy,
            ProviderAnswer.Refuses => SimulatedTextOutcome.Refused,
            ProviderAnswer.IsLost => SimulatedTextOutcome.Lost,
            _ => SimulatedTextOutcome.Silent,
        });
        return await _inbox.Services.GetRequiredService<ISmsSender>().SendAsync(text, TestContext.Current.CancellationToken);
    }

    protected override async Task<IReadOnlyList<OutgoingText>> TakenAsync()
    {
        Assert.True(PhoneNumber.TryParse(RunningInbox.Customer, out var customer));
        var phones = _inbox.Services.GetRequiredService<CustomerPhones>();
        return
        [
            .. from text in await phones.ReadAsync(customer, TestContext.Current.CancellationToken)
               select new OutgoingText(
                   text.From, text.To, text.Text, Tag.StartsWith(text.MessageId, StringComparison.Ordinal) ? Tag : text.MessageId),
        ];
    }
}
