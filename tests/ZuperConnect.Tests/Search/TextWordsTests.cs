using ZuperConnect.Search;
using ZuperConnect.Text;

namespace ZuperConnect.Tests.Search;

public sealed class TextWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("My boiler leaks!", "my boiler leaks")]
    [InlineData("Don't come at 2pm", "dont come at 2pm")]
    [InlineData("Arrête d'envoyer çà", "arrete d envoyer ca")]
    [InlineData("Straße, ﬁne", "strasse fine")]
    [InlineData("206-555-0199", "206 555 0199")]
    [InlineData("key🔑mat", "key mat")]
    [InlineData("你好 ok", "ni hao ok")]
    [InlineData("…'' . !", "")]
    public void Text_is_divided_into_words_without_accents_and_case(string text, string words) =>
        Assert.Equal(words, string.Join(' ', TextWords.Of(text).Select(word => word.Value)));

    [Theory]
    [InlineData("Straße 7", "Straße", "7")]
    [InlineData("🔑 ﬁne, isn't it", "ﬁne", "isn't", "it")]
    [InlineData("你好", "你", "好")]
    public void Words_know_where_they_stand_in_the_text(string text, params string[] parts) =>
        Assert.Equal(parts, TextWords.Of(text).Select(word => text.Substring(word.Start, word.Length)));

    [Fact]
    public void Word_of_any_length_is_found_by_its_beginning()
    {
        var (text, long40) = (new string('x', 100), new string('x', 60));
        Assert.True(TextWords.AreIn(TextWords.Of(text), TextSearch.Asked(long40)));
    }

    [Fact]
    public void Searched_words_that_are_beginnings_of_others_are_left_out_and_so_are_repetitions() =>
        Assert.Equal(["boiler", "leak"], TextSearch.Asked("Boil boiler LEAK leak b"));

    [Fact]
    public void Snippet_starts_shortly_before_the_first_hit_and_marks_all_words()
    {
        var text = $"{string.Join(' ', Enumerable.Repeat("word", 60))} the BOILER leaks, boilers do {new string('y', 300)}";
        var snippet = Snippet.Of(text, TextWords.Of(text), ["boiler"]);

        Assert.InRange(snippet.Text.Length, 100, Snippet.MaxLength);
        Assert.StartsWith("…word word", snippet.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.Equal(["BOILER", "boilers"], snippet.Marks.Select(mark => snippet.Text.Substring(mark.Start, mark.Length)));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(150), InlineData(151), InlineData(197), InlineData(198), InlineData(199)]
    public void Snippet_never_divides_a_surrogate_pair(int before)
    {
        var text = new string('z', before) + string.Concat(Enumerable.Repeat("🔑", 300));
        var snippet = Snippet.Of(text, TextWords.Of(text), ["z"]);
        Assert.Equal(snippet.Text, ZuperConnect.Text.PrintableText.WithoutControls(snippet.Text));
        Assert.InRange(snippet.Text.Length, 1, Snippet.MaxLength);
    }
}
