using System.Text.Json;
using CsCheck;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Numbers;

namespace ZuperConnect.Tests.Conversations;

public class ConversationIdTests
{
    [Theory]
    [InlineData("+14255550100", "+12065550199", "14255550100-12065550199")]
    [InlineData("+14255550100", "72975", "14255550100-72975")]
    [InlineData("+14255550100", "ACME", "14255550100-xQUNNRQ")]
    [InlineData("+14255550100", "anonymous", "14255550100-anonymous")]
    [InlineData("72975", "+12065550199", "72975-12065550199")]
    [InlineData("+14255550100", "~~~???", "14255550100-xfn5-Pz8_")]
    public void Id_is_both_numbers_keys_and_reads_back(string ours, string theirs, string text)
    {
        Assert.True(PhoneNumber.TryParse(ours, out var number));
        Assert.True(PhoneNumber.TryParse(theirs, out var customer));
        var id = new ConversationId(number, customer);
        Assert.Equal(text, id.ToString());
        Assert.True(ConversationId.TryParse(text, out var read));
        Assert.Equal(id, read);
        Assert.Equal(id, JsonSerializer.Deserialize<ConversationId>(JsonSerializer.Serialize(id)));
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("-"), InlineData("14255550100"), InlineData("14255550100-"), InlineData("-12065550199")]
    [InlineData("+14255550100-+12065550199"), InlineData("14255550100 - 12065550199"), InlineData("14255550100-12065550199-1")]
    [InlineData("anonymous-12065550199"), InlineData("xQUNNRQ-12065550199"), InlineData("14255550100-ACME")]
    [InlineData("14255550100-xQUNNRQ==")]
    [InlineData("14255550100/12065550199"), InlineData("14255550100-..\\12065550199"), InlineData("14255550100-12065550199\0")]
    [InlineData("14255550100-１２０６５５５０１９９"), InlineData("14255550100-\uFFFD")]
    public void Text_in_any_other_form_is_no_conversation_id(string? text)
    {
        Assert.False(ConversationId.TryParse(text, out var id));
        Assert.Null(id);
    }

    [Fact]
    public void Very_long_text_is_no_conversation_id() => Assert.All(
        new[] { new string('1', 10_000), new string('-', 10_000), "14255550100-x" + new string('A', 10_000), "14255550100-\uD83D" },
        text => Assert.False(ConversationId.TryParse(text, out _)));

    [Fact]
    public void Every_id_reads_back_and_holds_nothing_that_a_table_key_or_an_address_forbids() =>
        Gen.Select(PhoneNumberTests.AnyText, PhoneNumberTests.AnyText).Sample(
            (ours, theirs) =>
            {
                if (!PhoneNumber.TryParse(ours, out var number) || !number.CanBeOurs || !PhoneNumber.TryParse(theirs, out var customer))
                {
                    return;
                }

                var id = new ConversationId(number, customer);
                Assert.All(id.ToString(), letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
                Assert.True(ConversationId.TryParse(id.ToString(), out var read));
                Assert.Equal(id, read);
            },
            iter: 20_000);

    [Fact]
    public void Every_text_is_an_id_in_its_only_form_or_none() => Gen.Select(PhoneNumberTests.AnyText, PhoneNumberTests.AnyText).Sample(
        (ours, theirs) => Assert.True(!ConversationId.TryParse($"{ours}-{theirs}", out var id) || id.ToString() == $"{ours}-{theirs}"),
        iter: 10_000);

    [Theory]
    [InlineData("\"\""), InlineData("\"14255550100\""), InlineData("1"), InlineData("{}")]
    public void What_is_no_id_in_JSON_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConversationId>(json));
}
