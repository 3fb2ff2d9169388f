using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>What the customer does. Two commands of one kind and one minute have one source id: they are the same.</summary>
internal static class Customer
{
    public static ReceiveMessage Writes(string text, int at) => new($"received-{at}", Minute.At(at), text);

    public static NoteOptOut WritesToAnotherNumber(string word, int at) => new($"noted-{at}", Minute.At(at), word is "STOP");

    /// <summary>An admin has the customer erased whom the team knows as Carla.</summary>
    public static EraseHistory IsErased(int at) => new($"erased-{at}", Minute.At(at), "carla");

    /// <summary>The team saves the number under a name, or (null) as nobody's.</summary>
    public static NameCustomer IsNamed(string? name, int at) =>
        new($"named-{at}", Minute.At(at), name is null ? null : new(name.ToLowerInvariant(), name));

    public static ACall Calls(int at) => new(at, Direction.Inbound, null);
}
