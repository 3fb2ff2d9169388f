using ZuperConnect.Conversations;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>An opt-out as the API writes it.</summary>
public sealed record OptOutJson(PhoneNumber? Number, string? Display, bool OptedOut, DateTimeOffset At, Author? By, string? Reason)
{
    /// <summary>Writes an opt-out, with the number as it is dialled in a country.</summary>
    public static OptOutJson Of(OptOutEntry noted, string? region) =>
        new(noted.Number, noted.Number?.Display(region), noted.OptedOut, noted.At, noted.By, noted.Reason);
}
