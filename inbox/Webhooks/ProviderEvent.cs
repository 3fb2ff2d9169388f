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

    /// <summary>The fate of a message of ours, by the id that it was tagged with.</summary>
    public sealed record DeliveryReport(
        ConversationId Conversation, string SourceId, DateTimeOffset At, MessageTag Tag, Delivery Delivery, string? Reason, bool OptedOut)
        : ProviderEvent;

    /// <summary>A customer calls.</summary>
    public sealed record Call(RingingCall Ringing) : ProviderEvent;

    /// <summary>A recording is finished. It says nothing of its call but the recording's id.</summary>
    public sealed record Recording(ProviderRecording File) : ProviderEvent;
}
