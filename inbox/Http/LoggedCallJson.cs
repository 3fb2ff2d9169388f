using System.ComponentModel.DataAnnotations;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>A call: where it was, and what its conversation's timeline shows of it.</summary>
/// <param name="Id">The id of the call.</param>
/// <param name="ConversationId">The conversation of the call.</param>
/// <param name="Number">The business's number.</param>
/// <param name="NumberDisplay">The business's number to show to people.</param>
/// <param name="NumberName">The name the team gave it; null while it has none.</param>
/// <param name="CustomerNumber">The other side's number, or <c>anonymous</c>.</param>
/// <param name="CustomerDisplay">The other side's number to show to people.</param>
/// <param name="CustomerName">The name of the saved customer; null where the number is nobody's.</param>
/// <param name="At">When it began to ring.</param>
/// <param name="Direction">Which side called.</param>
/// <param name="By">The user who called.</param>
/// <param name="Status">Where the call stands.</param>
/// <param name="DurationSeconds">From answer to end; null until an answered call has ended.</param>
/// <param name="AnsweredAt">
/// When both sides began to talk; null while they have not, and for calls that were stored before this was kept.
/// </param>
/// <param name="AnsweredBy">The user who answered a customer's call; null while nobody has.</param>
/// <param name="Voicemail">Whether the caller left a voicemail.</param>
/// <param name="RecordingId">The recording of the call or of its voicemail.</param>
/// <param name="RecordingDurationSeconds">How long the recording is; null where there is none, or the provider did not say.</param>
public sealed record LoggedCallJson(
    [SchemaOf<ItemId>] string Id, ConversationId ConversationId, PhoneNumber Number, [SchemaOf<Display>] string NumberDisplay,
    string? NumberName, PhoneNumber CustomerNumber, [SchemaOf<Display>] string CustomerDisplay, string? CustomerName,
    [SchemaOf<ItemTime>] DateTimeOffset At, [SchemaOf<Direction>] Direction? Direction, [SchemaOf<By>] Author? By, CallStatus Status,
    [Range(0, double.MaxValue)] double? DurationSeconds, DateTimeOffset? AnsweredAt, Author? AnsweredBy, bool Voicemail,
    string? RecordingId, [Range(0, double.MaxValue)] double? RecordingDurationSeconds)
{
    /// <summary>Creates it from a call, with the current names of the number and the customer.</summary>
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
