using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;

namespace ZuperConnect.Webhooks;

/// <summary>An event of a telephony provider in our own words. <see cref="ProviderEventHandler"/> carries it out.</summary>
public abstract record ProviderEvent
{
    private ProviderEvent()
    {
    }

    /// <summary>A customer wrote; the message is empty where the provider gives none, and has no control characters but line breaks and
    /// tabs.</summary>
    public sealed record Text(ConversationId Conversation, string SourceId, DateTimeOffset At, string Message) : ProviderEvent
    {
        /// <summary>What the provider took it for, where it reads opt-outs itself; null where it says nothing.</summary>
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
