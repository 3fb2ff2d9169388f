using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>The opt-out of a number.</summary>
/// <param name="Number">The customer's number; null if the customer was erased.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="OptedOut">Whether the number is opted out.</param>
/// <param name="At">When the customer opted out or in.</param>
/// <param name="By">The member who recorded it; null if the customer sent it or the provider reported it.</param>
/// <param name="Reason">The reason why it was recorded or revoked; null if there is none.</param>
public sealed record OptOutJson(
    PhoneNumber? Number, [SchemaOf<Display>] string? Display, bool OptedOut, DateTimeOffset At, Author? By, string? Reason)
{
    /// <summary>Creates it from an opt-out, with the number as it is dialled in a country.</summary>
    public static OptOutJson Of(OptOutEntry noted, string? region) =>
        new(noted.Number, noted.Number?.Display(region), noted.OptedOut, noted.At, noted.By, noted.Reason);
}
