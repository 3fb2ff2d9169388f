using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Tests;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks;

/// <summary>A customer's text as Event Grid posts it, and as the inbox reads it.</summary>
internal sealed record CustomerText(string Delivery, ConversationId Conversation, ReceiveMessage Command)
{
    /// <summary>What each of them says.</summary>
    public const string Words = "Hello, is my boiler ready? I am at home until five today, call me.";

    /// <summary>The business's numbers, as keys.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["14255550100", "14255550101"];

    /// <summary>Texts to conversations one after the other, over both of the business's numbers.</summary>
    /// <param name="count">How many texts.</param>
    /// <param name="conversations">How many conversations; the same ones each time.</param>
    /// <param name="age">How long ago the last of them was written; they come at a distance of a millisecond.</param>
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
