using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// The row keys of the table <c>Inbox</c> (docs/design.md#storage). The partition is the key of a number of the business, or
/// <see cref="WorkId.Recordings"/>.
/// </summary>
public static class RowKeys
{
    /// <summary>The key of a conversation.</summary>
    public static string Conversation(PhoneNumber customer) => $"{AllConversations}{customer.Key}";

    /// <summary>The prefix of all conversations.</summary>
    public const string AllConversations = "c|";

    /// <summary>The key of a conversation in a list, in the order of the list.</summary>
    public static string Place(ConversationList list, DateTimeOffset at, PhoneNumber customer) =>
        $"{Places(list)}{SortKey(list, at)}|{customer.Key}";

    /// <summary>A time as 19 digits in the order of a list.</summary>
    internal static string SortKey(ConversationList list, DateTimeOffset at) =>
        list.WaitingFirst ? SortableTime.OldestFirst(at) : SortableTime.NewestFirst(at);

    /// <summary>The prefix of a list.</summary>
    public static string Places(ConversationList list) => list.AssigneeId is { } userId
        ? $"v|{list.Name}.{SourceIds.Of("user", userId)}|" : $"v|{list.Name}|";

    /// <summary>The key of a timeline item, newest first.</summary>
    public static string Item(PhoneNumber customer, DateTimeOffset at, string itemId) =>
        $"{Items(customer)}{SortableTime.NewestFirst(at)}|{itemId}";

    /// <summary>The prefix of a timeline.</summary>
    public static string Items(PhoneNumber customer) => $"{AllItems}{customer.Key}|";

    /// <summary>The prefix of all timelines.</summary>
    public const string AllItems = "t|";

    /// <summary>The key of a call in the call log, newest first.</summary>
    public static string Call(DateTimeOffset at, string callId) => $"{AllCalls}{SortableTime.NewestFirst(at)}|{callId}";

    /// <summary>The prefix of the call log.</summary>
    public const string AllCalls = "l|";

    /// <summary>The key that marks a conversation as active on the UTC day of a time, the newest day first.</summary>
    public static string Activity(DateTimeOffset at, PhoneNumber customer) => $"{ActivityOn(at)}|{customer.Key}";

    /// <summary>The key of an activity on the UTC day of a time, without the conversation.</summary>
    internal static string ActivityOn(DateTimeOffset at) =>
        $"{AllActivity}{SortableTime.NewestFirst(new(at.UtcDateTime.Date, TimeSpan.Zero))}";

    /// <summary>The prefix of all activities.</summary>
    public const string AllActivity = "a|";
}
