using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Twilio.Calls;

/// <summary>The caller in a webhook of Twilio.</summary>
internal static class TwilioCaller
{
    /// <summary>
    /// Parses the caller. Twilio reports a withheld number as a word, or as the digits of that word on a phone's keypad (ANONYMOUS,
    /// RESTRICTED, BLOCKED, UNKNOWN), which look like a phone number.
    /// </summary>
    public static PhoneNumber Read(string? from) =>
        from is not ("+266696687" or "+7378742833" or "+2562533" or "+8656696")
        && PhoneNumber.TryParse(from, out var number) ? number : PhoneNumber.Hidden;
}
