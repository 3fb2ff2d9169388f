using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Tests;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks;

/// <summary>A customer's text as Event Grid sends it, and as a command.</summary>
internal sealed record CustomerText(string Delivery, ConversationId Conversation, ReceiveMessage Command)
{
    /// <summary>The text of all messages.</summary>
    public const string Words = "Hello, is my boiler ready? I am at home until five today, call me.";

    /// <summary>The keys of the business's numbers.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["14255550100", "14255550101"];

    /// <summary>Creates texts for conversations in turn, with both numbers of the business.</summary>
    /// <param name="count">The number of texts.</param>
    /// <param name="conversations">The number of conversations, the same ones each time.</param>
    /// <param name="age">The age of the last text. The others precede it by a millisecond each.</param>
    public static IReadOnlyList<CustomerText> Make(int count, int conversations, TimeSpan age = default)
    {
        var last = DateTimeOffset.UtcNow - age;
        return [.. Enumerable.Range(0, count)
            .Select(index => Make(index % conversations, last - TimeSpan.FromMilliseconds(count - index)))];
    }

    private static CustomerText Make(int conversation, DateTimeOffset at)
    {
        var customer = (12065000000 + conversation).ToString(CultureInfo.InvariantCulture);
        var received = EventGridSamples.SmsReceivedEvent(
            $"Incoming_{at:yyyyMMddHHmmss}{Guid.NewGuid()}", customer, Numbers[conversation % Numbers.Count],
            Words, at);
        return new EventGridEvents().Read(BinaryData.FromString(received), DateTimeOffset.UtcNow) is ProviderEvent.Text text
            ? new(EventGridSamples.Array(received), text.Conversation, new(text.SourceId, text.At, text.Message))
            : throw new InvalidOperationException("The inbox does not read this event.");
    }
}
