using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>What is known of a number that opted out.</summary>
/// <param name="Number">The customer's number; null where the customer was erased: the opt-out stays.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="OptedOut">Whether the number refuses texts.</param>
/// <param name="At">When the customer said so.</param>
/// <param name="By">Who of the team noted it; null where the customer texted it or the provider told.</param>
/// <param name="Reason">Why it was noted or taken back, where somebody said so.</param>
public sealed record OptOutJson(
    PhoneNumber? Number, [SchemaOf<Display>] string? Display, bool OptedOut, DateTimeOffset At, Author? By, string? Reason)
{
    /// <summary>Creates it from an opt-out, with the number as it is dialled in a country.</summary>
    public static OptOutJson Of(OptOutEntry noted, string? region) =>
        new(noted.Number, noted.Number?.Display(region), noted.OptedOut, noted.At, noted.By, noted.Reason);
}
