using System.Text.Json;
using CsCheck;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Numbers;

public class PhoneNumberTests
{
    /// <summary>Texts in which providers, people and attackers might write a number.</summary>
    internal static Gen<string> AnyText { get; } = Gen.OneOf(
        Gen.String,
        Gen.Char["+0123456789 ().-"].Array[0, 20].Select(letters => new string(letters)),
        Gen.Long[0, 999_999_999_999_999].Select(digits => "+" + digits),
        Gen.Char["ABCxyz0_-/\\#?\u0000\u0009\u00A0\u0669\uD83D\uDD25é"].Array[0, 70].Select(letters => new string(letters)));

    [Theory]
    [InlineData("+14255550100")]
    [InlineData("14255550100")]
    [InlineData(" +1 (425) 555-0100 ")]
    [InlineData("1.425.555.0100")]
    [InlineData("\t+14255550100\r\n")]
    public void Number_is_the_same_with_and_without_plus_and_however_it_is_grouped(string text)
    {
        var number = Parsed(text);
        Assert.Equal((PhoneNumberKind.E164, "+14255550100", "14255550100"), (number.Kind, number.Value, number.Key));
        Assert.True(number is { CanBeTexted: true, CanBeOurs: true });
        Assert.Equal(Parsed("+14255550100"), number);
    }

    [Theory]
    [InlineData("72975"), InlineData("729751"), InlineData("911"), InlineData("0")]
    public void Short_code_is_kept_as_it_is_written(string text)
    {
        var number = Parsed(text);
        Assert.Equal((PhoneNumberKind.ShortCode, text, text), (number.Kind, number.Value, number.Key));
        Assert.True(number is { CanBeTexted: false, CanBeOurs: true });
    }

    [Theory]
    [InlineData("ACME", "xQUNNRQ")]
    [InlineData("Café 24", "xQ2Fmw6kgMjQ")]
    [InlineData("0000000000", "xMDAwMDAwMDAwMA")]
    [InlineData("+72975", "xKzcyOTc1")]
    [InlineData("14255550100#", "xMTQyNTU1NTAxMDAj")]
    public void Sender_that_is_no_number_is_keyed_by_its_base64url(string text, string key)
    {
        var number = Parsed(text);
        Assert.Equal((PhoneNumberKind.Sender, text, key), (number.Kind, number.Value, number.Key));
        Assert.True(number is { CanBeTexted: false, CanBeOurs: false });
    }

    [Theory]
    [InlineData("anonymous"), InlineData("Anonymous"), InlineData(" ANONYMOUS ")]
    public void Hidden_caller_is_anonymous(string text)
    {
        Assert.Same(PhoneNumber.Hidden, Parsed(text));
        Assert.True(PhoneNumber.Hidden is { Value: "anonymous", Key: "anonymous", CanBeTexted: false, CanBeOurs: false });
    }

    [Fact]
    public void Nothing_and_what_is_too_long_is_no_number()
    {
        foreach (var text in new[] { null, "", " ", "\r\n\t", new string('1', 65),
            new string('A', 65), new string('9', 10_000), new string('+', 10_000) })
        {
            Assert.False(PhoneNumber.TryParse(text, out var number));
            Assert.Null(number);
        }
    }

    [Theory]
    [InlineData("١٤٢٥٥٥٥٠١٠٠"), InlineData("１４２５５５５０１００"), InlineData("+１4255550100"), InlineData("＋1 425 555 0100")]
    [InlineData("\u202A+1 (425) 555-0100\u202C"), InlineData("+1\u2011425\u2011555\u20110100"),
        InlineData("+1\u00A0425\u202F555\u20090100")]
    [InlineData("\u200B1425\u20605550100\uFEFF"), InlineData("+1 425–555—0100"), InlineData("+1\u00AD4255550100")]
    public void Characters_that_mean_nothing_are_dropped_and_digits_of_all_scripts_are_read(string text) =>
        Assert.Equal("+14255550100", Parsed(text).Value);

    [Theory]
    [InlineData("5215550000158", "525550000158", "xNTIxNTU1MDAwMDE1OA"),
        InlineData("+52 555 000 0158", "525550000158", "xNTIxNTU1MDAwMDE1OA")]
    [InlineData("+52 1 (555) 000-0158", "525550000158", "xNTIxNTU1MDAwMDE1OA")]
    [InlineData("541123456789", "5491123456789", "541123456789"), InlineData("+54 9 11 2345-6789", "5491123456789", "541123456789")]
    [InlineData("+14255550100", "14255550100", null), InlineData("+541234567", "541234567", null),
        InlineData("+548001234567", "548001234567", null)]
    public void Mexican_and_Argentine_numbers_have_one_form(string text, string key, string? other)
    {
        var number = Parsed(text);
        Assert.Equal((key, other), (number.Key, number.OtherForm?.Key));
        Assert.True(
            other is null
                || (PhoneNumber.TryParseKey(other, out var stored) && stored.Key == other
                    && stored.OtherForm == number && stored.IsSameAs(number)));
    }

    [Fact]
    public void Number_of_the_business_stays_in_the_form_that_it_is_sent_from()
    {
        Assert.True(PhoneNumber.TryParseOurs("541123456789", out var ours));
        Assert.Equal("+541123456789", ours.Value);
        Assert.False(PhoneNumber.TryParseOurs("ACME", out _));
    }

    [Theory]
    [InlineData("++14255550100"), InlineData("+"), InlineData("-"), InlineData("1/2"), InlineData("..\\..")]
    [InlineData("tel:+14255550100"), InlineData("\0")]
    [InlineData("14255550100\n0"), InlineData("1425555\u00000100"), InlineData("' or 1 eq 1"), InlineData("+99999999999999999999")]
    public void Hostile_text_is_a_sender_at_most(string text) => Assert.Equal(PhoneNumberKind.Sender, Parsed(text).Kind);

    [Fact]
    public void Half_a_surrogate_pair_has_a_key_that_reads_back()
    {
        foreach (var text in new[] { "\uD83D", "A\uDD25", "\uDD25\uD83D" })
        {
            var number = Parsed(text);
            Assert.True(PhoneNumber.TryParseKey(number.Key, out var read));
            Assert.Equal(number, read);
        }
    }

    [Theory]
    [InlineData("+14255550100"), InlineData("ACME"), InlineData("x"), InlineData("x="), InlineData("x QUNNRQ")]
    [InlineData("xQUNNRQ=="), InlineData("xQUNNRR")]
    [InlineData(""), InlineData("Anonymous"), InlineData("xYW5vbnltb3Vz"), InlineData("xNzI5NzU"), InlineData("x_w")]
    [InlineData("0000000000"), InlineData(" 72975")]
    public void Key_has_one_form_only(string key) => Assert.False(PhoneNumber.TryParseKey(key, out _));

    [Fact]
    public void Every_key_reads_back() => AnyText.Sample(
        text =>
        {
            if (PhoneNumber.TryParse(text, out var number))
            {
                Assert.True(PhoneNumber.TryParseKey(number.Key, out var read));
                Assert.Equal(number, read);
            }
        },
        iter: 10_000);

    [Fact]
    public void Every_value_reads_back() => AnyText.Sample(
        text => Assert.True(!PhoneNumber.TryParse(text, out var number) || (Parsed(number.Value) == number && FromJson(number) == number)),
        iter: 10_000);

    [Fact]
    public void Every_text_is_read_as_a_key_or_refused() => AnyText.Sample(
        key => Assert.True(!PhoneNumber.TryParseKey(key, out var number) || number.Key == key),
        iter: 10_000);

    [Theory]
    [InlineData("+14255550100", "…0100"), InlineData("72975", "…2975"), InlineData("ACME", "…NNRQ")]
    [InlineData("A", "…xQQ"), InlineData("anonymous", "anonymous")]
    public void Masked_number_shows_its_last_four_characters(string text, string masked) => Assert.Equal(masked, Parsed(text).Masked());

    [Theory]
    [InlineData("+14255550100"), InlineData("72975"), InlineData("ACME"), InlineData("anonymous")]
    public void Number_is_its_value_in_JSON(string text)
    {
        var json = JsonSerializer.Serialize(Parsed(text));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
        Assert.Equal(Parsed(text), JsonSerializer.Deserialize<PhoneNumber>(json));
    }

    [Theory]
    [InlineData("\"\""), InlineData("14255550100"), InlineData("{}"), InlineData("[]"), InlineData("true")]
    public void What_is_no_number_in_JSON_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PhoneNumber>(json));

    [Theory]
    [InlineData("\"+5215550000158\""), InlineData("\"+541123456789\"")]
    public void Number_that_was_stored_in_its_other_form_is_read_as_it_is(string json) =>
        Assert.Equal(json, $"\"{JsonSerializer.Deserialize<PhoneNumber>(json)!.Value}\"");

    private static PhoneNumber? FromJson(PhoneNumber number) => JsonSerializer.Deserialize<PhoneNumber>(JsonSerializer.Serialize(number));

    private static PhoneNumber Parsed(string text)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number), text);
        return number;
    }
}
