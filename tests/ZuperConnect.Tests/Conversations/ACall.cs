using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>A call, identified by the minute in which it started, and its commands.</summary>
internal sealed record ACall(int StartedAt, Direction Direction, TeamMember? PlacedBy)
{
    public string Id => $"call-{StartedAt}";

    private DateTimeOffset Start => Minute.At(StartedAt);

    public RingCall Rings() => new($"{Id}-rings", Start, Id);

    public PlaceCall IsPlaced() => new($"{Id}-placed", Start, Id, PlacedBy!.Author);

    /// <summary>A command of earlier versions.</summary>
    public DialCustomer DialsTheCustomer(int at) => new($"{Id}-dials-{at}", Minute.At(at), Id, Start, PlacedBy!.Author);

    public ConnectCall IsAnswered(int at, TeamMember? by = null) =>
        new($"{Id}-answered-{at}", Minute.At(at), Id, Start, Direction, PlacedBy?.Author, by?.Author);

    public EndCall Ends(CallStatus status, int at, CallOutcome? outcome = null) =>
        new($"{Id}-ends-{at}", Minute.At(at), Id, Start, Direction, PlacedBy?.Author, status) { Outcome = outcome };

    public ReceiveVoicemail LeavesVoicemail(int at) => new($"{Id}-voicemail-{at}", Minute.At(at), Id, Start, $"{Id}-recording");

    public AttachRecording IsRecorded(int at) =>
        new($"{Id}-recorded-{at}", Minute.At(at), Id, Start, Direction, PlacedBy?.Author, $"{Id}-recording");

    public RemoveRecording LosesItsRecording(int at) => new($"{Id}-deleted-{at}", Minute.At(at), Id, Start, $"{Id}-recording");

    /// <summary>The timeline item of the call.</summary>
    public CallItem That(CallStatus status) => new(Id, Start, status) { Direction = Direction, By = PlacedBy?.Author };
}
