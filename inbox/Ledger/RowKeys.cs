using System.Globalization;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Work;

namespace ZuperConnect.Ledger;

/// <summary>The row keys of the table <c>Inbox</c> (design, section 5). A partition is a number of the business, by its key, or <see cref="WorkId.Recordings"/>.</summary>
public static class RowKeys
{
    /// <summary>The conversation itself.</summary>
    public static string Conversation(PhoneNumber customer) => $"{AllConversations}{customer.Key}";

    /// <summary>What all conversations begin with.</summary>
    public const string AllConversations = "c|";

    /// <summary>A place in a view, newest first.</summary>
    public static string Place(View view, DateTimeOffset at, PhoneNumber customer) => $"{Places(view)}{Reversed(at)}|{customer.Key}";

    /// <summary>What all places of a view begin with.</summary>
    public static string Places(View view) => view switch
    {
        View.Open => "v|open|",
        View.Closed => "v|closed|",
        View.Unread => "v|unread|",
        _ => "v|unresponded|",
    };

    /// <summary>A timeline item, newest first.</summary>
    public static string Item(PhoneNumber customer, DateTimeOffset at, string itemId) => $"{Items(customer)}{Reversed(at)}|{itemId}";

    /// <summary>What all items of a timeline begin with.</summary>
    public static string Items(PhoneNumber customer) => $"t|{customer.Key}|";

    /// <summary>An event or command that was taken.</summary>
    public static string Taken(PhoneNumber customer, string sourceId) => $"{AllTaken}{customer.Key}|{sourceId}";

    /// <summary>The event of a recording that was taken, in the partition <see cref="WorkId.Recordings"/>.</summary>
    public static string TakenRecording(string recordingId) => $"{AllTaken}{recordingId}";

    /// <summary>What all taken events and commands begin with.</summary>
    public const string AllTaken = "e|";

    /// <summary>Work still to be done.</summary>
    public static string Work(WorkId id) => $"{AllWork}{id}";

    /// <summary>What all work begins with.</summary>
    public const string AllWork = "w|";

    /// <summary>A call in the call log, newest first.</summary>
    public static string Call(DateTimeOffset at, string callId) => $"{AllCalls}{Reversed(at)}|{callId}";

    /// <summary>What all of the call log begins with.</summary>
    public const string AllCalls = "l|";

    /// <summary>A time as 19 digits that sort newest first.</summary>
    public static string Reversed(DateTimeOffset at) => (DateTime.MaxValue.Ticks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
