using System.Globalization;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Phone;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;

namespace ZuperConnect.Local.Demo;

/// <summary>The telephony provider of the demo's week. It accepts every request; the script decides what follows.</summary>
internal sealed class DemoProvider(CustomerPhones phones, DemoClock clock) : ISmsSender, ICallGateway, IRecordingSource
{
    private const double ReportsAfter = 3;

    /// <summary>A number that receives no texts; null if all do.</summary>
    public PhoneNumber? Unreached { get; set; }

    /// <summary>The delivery reports to come.</summary>
    public Queue<(ConversationId Conversation, ChangeDelivery Report)> Reports { get; } = new();

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        var arrives = text.To != Unreached;
        if (arrives)
        {
            await phones.ReceiveAsync(text, cancellation);
        }

        if (MessageTag.TryParse(text.Tag, out var tag) && tag.At is { } at)
        {
            var delivery = arrives ? Delivery.Delivered : Delivery.Failed;
            var report = new ChangeDelivery($"Outgoing_{tag.MessageId}", clock.Now.AddSeconds(ReportsAfter), tag.MessageId, at, delivery)
            {
                FailureReason = arrives ? null : "The number does not exist (4004).",
            };
            Reports.Enqueue((new(text.From, text.To), report));
        }

        return new SendResult.Accepted();
    }

    /// <inheritdoc/>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) => Task.FromResult<string?>(ringing.CallId);

    /// <inheritdoc/>
    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        var id = call.Call.Id;
        return Task.FromResult(new ActionResult(Done: true)
        {
            ProviderCallId = action is CallDevice ? id : null,
            Invitation = action is InviteDevice invite ? $"{id}.{invite.Device.User.UserId}" : null,
            RecordingId = action is StartRecording ? RecordingIds.Of(id) : null,
        });
    }

    /// <inheritdoc/>
    public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation) =>
        Task.FromResult(ProviderCallState.Ended);

    /// <summary>A recording in the form of the provider's event.</summary>
    public static ProviderRecording Recording(CallSession call, DateTimeOffset startedAt, TimeSpan lasted) => new(
        call.Call.RecordingId ?? throw new InvalidOperationException("The call is not recorded."),
        [new(new($"https://demo.invalid/{(int)lasted.TotalSeconds}/{call.Call.Conversation.Customer.Key[^3..]}"), null)],
        startedAt,
        lasted);

    /// <inheritdoc/>
    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var (seconds, speaker) = (Number(address.Segments[1]), Number(address.Segments[2]));
        var wav = SyntheticSpeech.Of(TimeSpan.FromSeconds(seconds), speaker);
        return Task.FromResult<ProviderFile?>(new(new MemoryStream(wav), wav.Length, "audio/wav"));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) => Task.CompletedTask;

    private static int Number(string segment) => int.Parse(segment.Trim('/'), CultureInfo.InvariantCulture);
}
