using Azure;
using Azure.Communication.Sms;
using Azure.Communication.Sms.Models;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Tests.Acs;

public class AcsSmsSenderTests
{
    [Fact]
    public async Task It_sends_with_a_delivery_report_that_brings_the_message_id_back()
    {
        var client = new TestSmsClient(() => Result(202, true));

        Assert.IsType<SendResult.Accepted>(await SendAsync(client));

        Assert.Equal(("+14255550100", "+12065550199", "On my way"), client.Sent);
        Assert.True(client.Options?.EnableDeliveryReport);
        Assert.Equal("message-1", client.Options?.Tag);
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(401, null)]
    [InlineData(403, "Denied")]
    public async Task A_message_that_was_certainly_not_sent_may_be_tried_again(int status, string? message)
    {
        Assert.IsType<SendResult.Retry>(await SendAsync(new(() => Result(status, false, message))));
        Assert.IsType<SendResult.Retry>(await SendAsync(new(() => throw new RequestFailedException(status, message ?? "No."))));
    }

    [Fact]
    public async Task Nothing_leaves_while_the_inbox_cannot_sign_in() =>
        Assert.IsType<SendResult.Retry>(await SendAsync(new(() => throw new CredentialUnavailableException("No identity."))));

    [Fact]
    public async Task An_accepted_request_with_a_refused_recipient_is_refused_with_words_and_code()
    {
        var refused = Assert.IsType<SendResult.Refused>(await SendAsync(new(() => Result(400, false, "Invalid To phone number format."))));

        Assert.Equal(("The provider refused it: Invalid To phone number format (400).", false), (refused.Reason, refused.OptedOut));
    }

    [Fact]
    public async Task A_refused_request_keeps_the_words_and_leaves_out_the_headers()
    {
        var failure = new RequestFailedException(400, "The number is not provisioned.\nStatus: 400 (Bad Request)\n\nHeaders:\nDate: today");

        var refused = Assert.IsType<SendResult.Refused>(await SendAsync(new(() => throw failure)));

        Assert.Equal("The provider refused it: The number is not provisioned (400).", refused.Reason);
    }

    [Theory]
    [InlineData("Sender blocked for given recipient.", true)]
    [InlineData("The recipient has opted out.", true)]
    [InlineData("The number +14255554007 is not valid.", false)]
    public async Task An_opt_out_counts_as_one_by_its_words(string message, bool optedOut)
    {
        var refused = Assert.IsType<SendResult.Refused>(await SendAsync(new(() => Result(400, false, message))));

        Assert.Equal(optedOut, refused.OptedOut);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task The_outcome_of_a_message_that_may_have_been_sent_is_unknown(int status)
    {
        Assert.IsType<SendResult.OutcomeUnknown>(await SendAsync(new(() => Result(status, false))));
        Assert.IsType<SendResult.OutcomeUnknown>(await SendAsync(new(() => throw new RequestFailedException(status, "Lost."))));
    }

    [Fact]
    public async Task The_outcome_of_a_message_after_a_timeout_is_unknown() =>
        Assert.IsType<SendResult.OutcomeUnknown>(await SendAsync(new(() => throw new TaskCanceledException())));

    private static Task<SendResult> SendAsync(TestSmsClient client) =>
        new AcsSmsSender(client, NullLogger<AcsSmsSender>.Instance).SendAsync(
        new(TestApp.Id.Number, TestApp.Id.Customer, "On my way", "message-1"), CancellationToken.None);

    private static SmsSendResult Result(int status, bool successful, string? message = null) =>
        SmsModelFactory.SmsSendResult("+12065550199", "Outgoing_1", status, successful, message);

    private sealed class TestSmsClient(Func<SmsSendResult> answer) : SmsClient
    {
        public (string From, string To, string Text) Sent { get; private set; }

        public SmsSendOptions? Options { get; private set; }

        public override Task<Response<SmsSendResult>> SendAsync(
            string from, string to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
        {
            (Sent, Options) = ((from, to, message), options);
            return Task.FromResult(Response.FromValue(answer(), null!));
        }
    }
}
