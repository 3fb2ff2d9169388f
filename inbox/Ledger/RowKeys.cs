using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>The row keys of the table <c>Inbox</c> (docs/design.md#storage). A partition is a number of the business, by its key, or
/// <see cref="WorkId.Recordings"/>.</summary>
public static class RowKeys
{
    /// <summary>The conversation itself.</summary>
    public static string Conversation(PhoneNumber customer) => $"{AllConversations}{customer.Key}";

    /// <summary>What all conversations begin with.</summary>
    public const string AllConversations = "c|";

    /// <summary>A place in a view, newest first.</summary>
    public static string Place(ConversationList list, DateTimeOffset at, PhoneNumber customer) =>
        $"{Places(list)}{SortableTime.NewestFirst(at)}|{customer.Key}";

    /// <summary>What all places of a view begin with.</summary>
    public static string Places(ConversationList list) => list switch
    {
        ConversationList.Open => "v|open|",
        ConversationList.Closed => "v|closed|",
        ConversationList.Unread => "v|unread|",
        _ => "v|unresponded|",
    };

    /// <summary>A timeline item, newest first.</summary>
    public static string Item(PhoneNumber customer, DateTimeOffset at, string itemId) =>
        $"{Items(customer)}{SortableTime.NewestFirst(at)}|{itemId}";

    /// <summary>What all items of a timeline begin with.</summary>
    public static string Items(PhoneNumber customer) => $"t|{customer.Key}|";

    /// <summary>A call in the call log, newest first.</summary>
    public static string Call(DateTimeOffset at, string callId) => $"{AllCalls}{SortableTime.NewestFirst(at)}|{callId}";

    /// <summary>What all of the call log begins with.</summary>
    public const string AllCalls = "l|";
}
