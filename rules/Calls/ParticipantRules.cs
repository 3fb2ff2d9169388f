using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>The rules for the participants of a call.</summary>
internal static class ParticipantRules
{
    internal static CallStep ApplyList(Call call, ParticipantsUpdated list)
    {
        if (list.Sequence <= call.ParticipantsSequence || list.At < call.ReconciledAt)
        {
            return CallStep.Nothing(call);
        }

        var present = PresentAfter(call, list);
        var step = CallStep.Of(list.Sequence is { } sequence
            ? call with { Present = present, ParticipantsSequence = sequence }
            : call with { Present = present, ReconciledAt = list.At });
        foreach (var left in call.Present.Except(present))
        {
            step = LeftBy(step.Call, left, list) is { } callEvent ? step.Then(callEvent) : step;
        }

        return step;
    }

    /// <summary>
    /// The participants after a list. An entry that the call does not know, or that occurs twice, may be anybody: while there is one,
    /// nobody counts as having left.
    /// </summary>
    internal static ImmutableArray<PhoneNumber> PresentAfter(Call call, ParticipantsUpdated list)
    {
        var (ours, theirs) = (
            call.Conversation.Number, call.Legs.Select(leg => leg.Device.Number).Prepend(call.Conversation.Customer).ToList());
        ImmutableArray<PhoneNumber> listed = [.. list.Present.Where(number => !number.IsSameAs(ours))];
        ImmutableArray<PhoneNumber> known = [.. listed.Select(number => theirs.Find(number.IsSameAs)).OfType<PhoneNumber>().Distinct()];
        return list.IsIncomplete || known.Length < listed.Length ? [.. call.Present.Union(known)] : known;
    }

    private static CallEvent? LeftBy(Call call, PhoneNumber number, CallEvent list) =>
        number == call.Conversation.Customer ? new CustomerLeft(list.SourceId, list.At)
        : call.Legs.FirstOrDefault(leg => leg.Device.Number == number) is { } leg
            ? new DeviceLeft(list.SourceId, list.At, leg.Device.User.UserId)
        : null;
}
