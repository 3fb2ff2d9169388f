using CsCheck;
using ZuperConnect.Conversations;
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
    [InlineData("ana mül", "ana", "mul")]
    [InlineData("m\u00FC ana", "ana", "mu")]
    [InlineData("!!", new string[0])]
    [InlineData("555 plumbing", "plumbing", "555")]
    public void What_is_typed_is_a_number_or_words_longest_first(string typed, params string[] words) => Assert.Equal(words, SearchWords.Asked(typed));

    [Fact]
    public void Conversation_is_found_by_every_run_of_three_or_more_digits() => Gen.Int[0, 8].Select(start => Gen.Int[3, 11 - start].Select(length => (start, length))).SelectMany(run => run).Sample(run =>
    {
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var digits = "12065550199".Substring(run.start, Math.Min(run.length, 11 - run.start));
        return SearchWords.Of(new Conversation(id)).Any(word => word.StartsWith(digits, StringComparison.Ordinal));
    });

    [Fact]
    public void Any_name_makes_words_that_can_stand_in_a_key() => Gen.String.Sample(name =>
        SearchWords.Of(name).All(word => word.Length is > 0 and <= 40 && word.All(char.IsAsciiLetterOrDigit)));
}
