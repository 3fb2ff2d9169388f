using Azure;
using Azure.Communication.Sms;
using Azure.Communication.Sms.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Providers;

namespace ZuperConnect.Functions.Tests.Acs;

/// <summary>The sender of Azure Communication Services, as far as its client can be stood in for.</summary>
public sealed class AcsSmsSenderConformanceTests : SmsSenderConformance
{
    private readonly List<OutgoingText> _taken = [];

    protected override Task<SendResult> SendAsync(OutgoingText text, ProviderAnswer answer) =>
        new AcsSmsSender(new AnsweringClient(answer, _taken), NullLogger<AcsSmsSender>.Instance)
            .SendAsync(text, TestContext.Current.CancellationToken);

    protected override Task<IReadOnlyList<OutgoingText>> TakenAsync() => Task.FromResult<IReadOnlyList<OutgoingText>>(_taken);

    private sealed class AnsweringClient(ProviderAnswer answer, List<OutgoingText> taken) : SmsClient
    {
        public override Task<Response<SmsSendResult>> SendAsync(
            string from, string to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (answer is ProviderAnswer.IsLost)
            {
                throw new TaskCanceledException();
            }

            if (answer is ProviderAnswer.Accepts)
            {
                taken.Add(new(Number(from), Number(to), message, options!.Tag));
            }

            return Task.FromResult(Response.FromValue(
                answer switch
                {
                    ProviderAnswer.IsBusy => SmsModelFactory.SmsSendResult(to, "Outgoing_1", 429, false, null),
                    ProviderAnswer.Refuses =>
                        SmsModelFactory.SmsSendResult(to, "Outgoing_1", 400, false, "Invalid To phone number format."),
                    _ => SmsModelFactory.SmsSendResult(to, "Outgoing_1", 202, true, null),
                },
                null!));
        }

        private static PhoneNumber Number(string text) =>
            PhoneNumber.TryParse(text, out var number) ? number : throw new InvalidOperationException();
    }
}
