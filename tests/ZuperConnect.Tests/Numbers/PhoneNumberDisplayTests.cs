using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Numbers;

public sealed class PhoneNumberDisplayTests
{
    [Theory]
    [InlineData("+12065550199", "+14255550100", "(206) 555-0199")]
    [InlineData("+442079460018", "+14255550100", "+44 20 7946 0018")]
    [InlineData("+12065550199", "+442079460018", "+1 206-555-0199")]
    [InlineData("+442079460018", "+442079460000", "020 7946 0018")]
    [InlineData("+12065550199", "72975", "+1 206-555-0199")]
    [InlineData("72975", "+14255550100", "72975")]
    [InlineData("ACME", "+14255550100", "ACME")]
    [InlineData("anonymous", "+14255550100", "Hidden number")]
    public void A_number_is_written_as_it_is_dialled_from_the_business(string number, string from, string display) =>
        Assert.Equal(display, Number(number).Display(Number(from)));

    [Theory]
    [InlineData("+12065550199", "US", "(206) 555-0199")]
    [InlineData("+12065550199", "GB", "+1 206-555-0199")]
    [InlineData("+12065550199", null, "+1 206-555-0199")]
    public void A_number_is_written_as_it_is_dialled_in_a_country(string number, string? region, string display) =>
        Assert.Equal(display, Number(number).Display(region));

    [Fact]
    public void A_sender_of_whom_nothing_can_be_seen_is_written_in_words()
    {
        Assert.True(PhoneNumber.TryParseKey("x4oCL", out var invisible));
        Assert.Equal((PhoneNumberKind.Sender, "Unknown sender"), (invisible.Kind, invisible.Display(region: null)));
    }

    [Fact]
    public void A_number_that_no_numbering_plan_knows_is_written_as_it_is()
    {
        Assert.True(PhoneNumber.TryParseKey("999999999999999", out var number));
        Assert.Equal("+999999999999999", number.Display("US"));
    }

    private static PhoneNumber Number(string text) => PhoneNumber.TryParse(text, out var number)
        ? number : throw new ArgumentException(text);
}
