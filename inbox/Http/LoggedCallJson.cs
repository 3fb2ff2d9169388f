using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>A call as the call log writes it (docs/design.md#http-api): where it was, and what the timeline shows of it.</summary>
public sealed record LoggedCallJson(
    string Id, ConversationId ConversationId, PhoneNumber Number, string NumberDisplay,
    string? NumberName, PhoneNumber CustomerNumber, string CustomerDisplay,
    string? CustomerName, DateTimeOffset At, Direction? Direction, Author? By,
    CallStatus Status, double? DurationSeconds, DateTimeOffset? AnsweredAt, Author? AnsweredBy, bool Voicemail, string? RecordingId,
    double? RecordingDurationSeconds)
{
    /// <summary>Writes a call, with the names of the number and of the customer as they are now.</summary>
    public static LoggedCallJson Of(LoggedCall logged, IReadOnlyDictionary<string, BusinessNumber> numbers, SavedCustomer? customer)
    {
        var (id, call) = logged;
        return new(
            call.Id, id, id.Number, id.Number.Display(id.Number), numbers.GetValueOrDefault(id.Number.Key)?.Name,
            id.Customer, id.Customer.Display(id.Number),
            customer?.Name, call.At, call.Direction, call.By, call.Status, call.Duration?.TotalSeconds,
            call.AnsweredAt, call.AnsweredBy, call.Voicemail, call.RecordingId,
            call.RecordingDuration?.TotalSeconds);
    }
}
