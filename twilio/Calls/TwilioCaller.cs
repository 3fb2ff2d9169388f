using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Twilio.Calls;

/// <summary>Who calls, as Twilio says it.</summary>
internal static class TwilioCaller
{
    /// <summary>
    /// Reads a caller. Withheld numbers come as a word, or as the digits that spell it on a phone's keys (ANONYMOUS, RESTRICTED, BLOCKED,
    /// UNKNOWN), which could be taken for a number.
    /// </summary>
    public static PhoneNumber Read(string? from) =>
        from is not ("+266696687" or "+7378742833" or "+2562533" or "+8656696")
        && PhoneNumber.TryParse(from, out var number) ? number : PhoneNumber.Hidden;
}
