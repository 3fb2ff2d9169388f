using PhoneNumbers;
using ZuperConnect.PhoneNumbers;
using PhoneNumber = ZuperConnect.PhoneNumbers.PhoneNumber;

namespace ZuperConnect.Tests.Numbers;

public sealed class NumbersInTextTests
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    [Theory]
    [InlineData("+12065550199", "from +12065550199 to you")]
    [InlineData("+12065550199", "from 12065550199 to you")]
    [InlineData("+12065550199", "+1 (206) 555-0199")]
    [InlineData("+12065550199", "(206) 555-0199")]
    [InlineData("+12065550199", "206.555.0199")]
    [InlineData("+12065550199", "206 555 0199")]
    [InlineData("+12065550199", "1-206-555-0199")]
    [InlineData("+12065550199", "011 1 206 555 0199")]
    [InlineData("+12065550199", "tel:+1-206-555-0199")]
    [InlineData("+12065550199", "206\u2011555\u20110199")]
    [InlineData("+12065550199", "\u202a+1\u00a0206\u00a0555\u00a00199\u202c")]
    [InlineData("+12065550199", "\uff0b\uff11\uff12\uff10\uff16\uff15\uff15\uff15\uff10\uff11\uff19\uff19")]
    [InlineData("+12065550199", """{"from":"\u002b12065550199","to":"14255550100"}""")]
    [InlineData("+12065550199", """{"text":"call\n206\u00a0555\u00a00199\nplease"}""")]
    [InlineData("+12065550199", """["14255550100","12065550199"]""")]
    [InlineData("+12065550199", "{\"from\":12065550199}")]
    [InlineData("+12065550199", "+1 425 555 0100 206-555-0199")]
    [InlineData("+442079460018", "+44 (0)20 7946 0018")]
    [InlineData("+442079460018", "020 7946 0018")]
    [InlineData("+442079460018", "00 44 20 7946 0018")]
    [InlineData("+525550000158", "5215550000158")]
    [InlineData("+541123456789", "+54 9 11 2345-6789")]
    [InlineData("72975", "from 72975.")]
    [InlineData("SUPPORT", "{\"from\":\"Support\"}")]
    public void Number_is_found_however_it_is_written(string number, string text) =>
        Assert.True(NumbersInText.Contains(text, [Parse(number)]));

    [Theory]
    [InlineData("+12065550199", "+120655501990")]
    [InlineData("+12065550199", "912065550199")]
    [InlineData("+12065550199", "+44 20 6555 0199")]
    [InlineData("+12065550199", "206-555, 0199")]
    [InlineData("+12065550199", "5550199")]
    [InlineData("72975", "172975")]
    [InlineData("anonymous", "anonymous")]
    public void Another_number_is_not_found_in_the_text(string number, string text) =>
        Assert.False(NumbersInText.Contains(text, [Parse(number)]));

    [Theory]
    [InlineData(PhoneNumberFormat.E164)]
    [InlineData(PhoneNumberFormat.INTERNATIONAL)]
    [InlineData(PhoneNumberFormat.NATIONAL)]
    [InlineData(PhoneNumberFormat.RFC3966)]
    public void Numbers_of_all_countries_are_found_in_all_formats(PhoneNumberFormat format) => Assert.Empty(
        from region in Util.GetSupportedRegions()
        let example = Util.GetExampleNumber(region)
        where example is not null && Util.GetNationalSignificantNumber(example).Length >= 7
        let number = PhoneNumber.TryParse(Util.Format(example, PhoneNumberFormat.E164), out var parsed) ? parsed : null
        where number is { Kind: PhoneNumberKind.E164 }
        let written = Util.Format(example, format)
        where !NumbersInText.Contains($"Call me at {written}, please.", [number!])
        select $"{number} in {written}");

    private static PhoneNumber Parse(string text) => PhoneNumber.TryParse(text, out var number)
        ? number : throw new ArgumentException(text);
}
