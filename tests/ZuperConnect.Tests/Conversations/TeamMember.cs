using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Commands of a user.</summary>
internal sealed record TeamMember(Author Author)
{
    public static TeamMember Ana { get; } = new(new Author("ana", "Ana"));

    public static TeamMember Ben { get; } = new(new Author("ben", "Ben"));

    public SendMessage Writes(string text, int at, string id = "reply", long? seenThrough = null, bool force = false) =>
        new(id, Minute.At(at), Author, text) { SeenThrough = seenThrough, Force = force };

    public ACall Calls(int at) => new(at, Direction.Outbound, this);

    public AddComment Comments(string text, int at) => new($"comment-{at}", Minute.At(at), Author, text);

    public AddJob MakesAJob(string title, int at) => new($"job-{at}", Minute.At(at), Author, $"{at}", title);

    public MarkRead MarksRead(int at, long? seenThrough = null) => new($"read-{at}", Minute.At(at), Author, seenThrough);

    public MarkUnread MarksUnread(int at) => new($"unread-{at}", Minute.At(at), Author);

    public DismissOptOut DismissesTheOptOut(int at, long? seenThrough = null) => new($"dismissed-{at}", Minute.At(at), Author, seenThrough);

    public AssignConversation Assigns(TeamMember? to, int at) => new($"assigned-{at}", Minute.At(at), Author, to?.Author);

    public Close Closes(int at, long? seenThrough = null) => new($"close-{at}", Minute.At(at), Author, seenThrough);

    public Snooze Snoozes(int at, int until, long? seenThrough = null) =>
        new($"snooze-{at}", Minute.At(at), Author, Minute.At(until)) { SeenThrough = seenThrough };

    public Open Opens(int at) => new($"open-{at}", Minute.At(at), Author);
}
