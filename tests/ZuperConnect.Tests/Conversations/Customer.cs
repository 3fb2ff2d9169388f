using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Commands of the customer. Two of the same kind and minute have the same source id, so they are the same command.</summary>
internal static class Customer
{
    public static ReceiveMessage Writes(string text, int at) => new($"received-{at}", Minute.At(at), text);

    public static NoteOptOut WritesToAnotherNumber(string word, int at) => new($"noted-{at}", Minute.At(at), word is "STOP");

    /// <summary>An admin erases the customer Carla.</summary>
    public static EraseHistory IsErased(int at) => new($"erased-{at}", Minute.At(at), "carla");

    /// <summary>The team saves the number with a name, or removes it from a customer (null).</summary>
    public static NameCustomer IsNamed(string? name, int at) =>
        new($"named-{at}", Minute.At(at), name is null ? null : new(name.ToLowerInvariant(), name));

    public static ACall Calls(int at) => new(at, Direction.Inbound, null);
}
