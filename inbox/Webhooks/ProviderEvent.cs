using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;

namespace ZuperConnect.Webhooks;

/// <summary>An event of a telephony provider, independent of its format. <see cref="ProviderEventHandler"/> handles it.</summary>
public abstract record ProviderEvent
{
    private ProviderEvent()
    {
    }

    /// <summary>
    /// A message from a customer. The text is empty if there is none. It contains no control characters except line breaks and
    /// tabs.
    /// </summary>
    public sealed record Text(ConversationId Conversation, string SourceId, DateTimeOffset At, string Message) : ProviderEvent
    {
        /// <summary>The pictures and other files; null if there are none.</summary>
        public IReadOnlyList<ReceivedFile>? Files { get; init; }

        /// <summary>The opt-out keyword that the provider recognized; null if the provider reports none.</summary>
        public OptOutKeyword? Keyword { get; init; }
    }

    /// <summary>The delivery report of a message, identified by its tag.</summary>
    public sealed record DeliveryReport(
        ConversationId Conversation, string SourceId, DateTimeOffset At, MessageTag Tag, Delivery Delivery, string? Reason, bool OptedOut)
        : ProviderEvent;

    /// <summary>A customer calls.</summary>
    public sealed record Call(RingingCall Ringing) : ProviderEvent;

    /// <summary>A recording is finished. The event contains the recording's id, but not the call.</summary>
    public sealed record Recording(ProviderRecording File) : ProviderEvent;
}
