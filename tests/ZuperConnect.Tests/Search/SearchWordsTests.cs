using CsCheck;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;

namespace ZuperConnect.Tests.Search;

public class SearchWordsTests
{
    [Theory]
    [InlineData("Ana Müller", "ana", "muller")]
    [InlineData("  ANA-MARIA  O'Brien ", "ana", "maria", "obrien")]
    [InlineData("Łódź Élan Straße", "elan", "lodz", "strasse")]
    [InlineData("Ｆｕｌｌ ﬁne", "fine", "full")]
    [InlineData("株式会社 2 Boiler|#?/\\", "2", "boiler", "zhushihuishe")]
    [InlineData("Ana ana ANA", "ana")]
    [InlineData(" - ", new string[0])]
    public void Words_of_a_name_have_no_accents_and_no_case(string name, params string[] words) =>
        Assert.Equal(words.Order(StringComparer.Ordinal), SearchWords.Of(name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("0199", "0199")]
    [InlineData("+1 (206) 555-0199", "12065550199")]
    [InlineData("\u202A+1\u00A0206\u2011555\u20110199\u202C", "12065550199")]
    [InlineData("\uFF0B\uFF11\uFF12\uFF10\uFF16", "1206")]
    [InlineData("206/555.0199", "2065550199")]
    [InlineData("020 7946 0018", "2079460018")]
    [InlineData("0044 20 7946 0018", "442079460018")]
    [InlineData("+44 (0)20 7946 0018", "442079460018")]
    [InlineData("00199", "00199")]
    [InlineData("ana mül", "ana", "mul")]
    [InlineData("m\u00FC ana", "ana", "mu")]
    [InlineData("!!", new string[0])]
    [InlineData("555 plumbing", "plumbing", "555")]
    public void What_is_typed_is_a_number_or_words_longest_first(string typed, params string[] words) =>
        Assert.Equal(words, SearchWords.Asked(typed));

    [Fact]
    public void Conversation_is_found_by_every_run_of_three_or_more_digits() =>
        Gen.Int[0, 8].Select(start => Gen.Int[3, 11 - start].Select(length => (start, length))).SelectMany(run => run).Sample(run =>
    {
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var digits = "12065550199".Substring(run.start, Math.Min(run.length, 11 - run.start));
        return SearchWords.Of(new Conversation(id)).Any(word => word.StartsWith(digits, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("+52 55 1234 5678")]
    [InlineData("+52 1 55 1234 5678")]
    [InlineData("55 1234 5678")]
    public void Number_that_has_two_forms_is_found_by_both(string typed)
    {
        Assert.True(PhoneNumber.TryParse("+525512345678", out var number));
        foreach (var form in (PhoneNumber[])[number, number.OtherForm!])
        {
            Assert.True(SearchWords.AreIn(SearchWords.Of(new Conversation(new(number, form))), SearchWords.Asked(typed)));
        }
    }

    [Fact]
    public void Sender_that_is_no_number_is_found_by_its_words()
    {
        Assert.True(PhoneNumber.TryParse("ACME Boilers", out var sender));
        Assert.Equal(["acme", "boilers"], SearchWords.Of(new Conversation(new(sender, sender))));
    }

    [Fact]
    public void Any_name_makes_words_that_can_stand_in_a_key() => Gen.String.Sample(name =>
        SearchWords.Of(name).All(word => word.Length is > 0 and <= 40 && word.All(char.IsAsciiLetterOrDigit)));
}
