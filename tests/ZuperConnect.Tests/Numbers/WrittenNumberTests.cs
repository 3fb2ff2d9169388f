using CsCheck;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Numbers;

/// <summary>Phone numbers as people write them in contacts and forms.</summary>
public class WrittenNumberTests
{
    [Theory]
    [InlineData("(206) 555-0169", "US", "+12065550169")]
    [InlineData("206.555.0169", "US", "+12065550169")]
    [InlineData("1-206-555-0169", "CA", "+12065550169")]
    [InlineData("206/555-0169", "US", "+12065550169")]
    [InlineData("011 44 20 7946 0018", "US", "+442079460018")]
    [InlineData("0044 20 7946 0018", "US", "+442079460018")]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    [InlineData("+44 (0)20 7946 0018", "US", "+442079460018")]
    [InlineData("+44 (0)20 7946 0018", null, "+442079460018")]
    [InlineData("442079460018", "GB", "+442079460018")]
    [InlineData("030 901820", "DE", "+4930901820")]
    [InlineData("06 698 38 462", "IT", "+390669838462")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678")]
    [InlineData("+52 1 55 5000 0158", "US", "+525550000158")]
    [InlineData("+52 55 5000 0158", null, "+525550000158")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789")]
    [InlineData("+54 11 2345-6789", "US", "+5491123456789")]
    [InlineData("\u202A+1 (206) 555-0169\u202C", null, "+12065550169")]
    [InlineData("+1\u2011206\u2011555\u20110169", null, "+12065550169")]
    [InlineData("(206)\u00A0555\u20130169", "US", "+12065550169")]
    [InlineData("＋１　（２０６）　５５５－０１６９", null, "+12065550169")]
    [InlineData("(+1) 206 555 0169", null, "+12065550169")]
    [InlineData("tel:+1-206-555-0169", null, "+12065550169")]
    [InlineData("00 1 206 555 0169", null, "+12065550169")]
    public void Number_is_read_however_it_is_written(string text, string? region, string value)
    {
        Assert.True(WrittenNumber.TryRead(text, region, out var written));
        Assert.Equal((value, null), (written.Number.Value, written.Extension));
    }

    [Theory]
    [InlineData("+1 206 555 0169 x12"), InlineData("+1 206 555 0169 X 12"),
        InlineData("(206) 555-0169 ext. 12"), InlineData("206-555-0169 Ext 12")]
    [InlineData("206-555-0169 extension 12"), InlineData("206-555-0169 #12"), InlineData("206-555-0169,12"), InlineData("+12065550169;12")]
    [InlineData("tel:+1-206-555-0169;ext=12"), InlineData("206-555-0169 (ext 12)"),
        InlineData("206-555-0169 anexo 12"), InlineData("+1 206 555 0169 ｘ１２")]
    public void Extension_is_separated_from_the_number(string text)
    {
        Assert.True(WrittenNumber.TryRead(text, "US", out var written));
        Assert.Equal(("+12065550169", "12", "+12065550169 extension 12"), (written.Number.Value, written.Extension, written.Note));
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("Carla"), InlineData("555-0169"), InlineData("911"),
        InlineData("72975"), InlineData("+"), InlineData("x12")]
    [InlineData("206 555 0169 home"), InlineData("206 555 cell"), InlineData("12 Main Street"),
        InlineData("2065550169 2065550170"), InlineData("+1 206 555")]
    [InlineData("carla@example.com"), InlineData("1e10"), InlineData("2026-11-27"),
        InlineData("99999999999999999999"), InlineData("206\n5550169")]
    public void What_is_no_number_is_not_guessed_at(string? text) => Assert.False(WrittenNumber.TryRead(text, "US", out _));

    [Theory]
    [InlineData("206-555-0199"), InlineData("020 7946 0018"), InlineData("011 44 20 7946 0018")]
    public void National_number_is_none_where_nobody_knows_the_country(string text) =>
        Assert.False(WrittenNumber.TryRead(text, null, out _));

    [Fact]
    public void Any_text_is_a_number_that_can_be_texted_or_none() => Gen.Select(
        Gen.OneOf(PhoneNumberTests.AnyText, Gen.Char["+0123456789 ().-x#;,/ext\u202A\u00A0１"].Array[0, 120]
            .Select(letters => new string(letters))),
        Gen.Int[0, 4].Select(place => new[] { "US", "GB", "AR", "MX", null }[place])).Sample(
        (text, region) =>
        {
            if (WrittenNumber.TryRead(text, region, out var written))
            {
                Assert.True(written.Number.CanBeTexted);
                Assert.True(WrittenNumber.TryRead(written.Number.Value, null, out var again) && again.Number == written.Number);
            }
        },
        iter: 10_000);
}
