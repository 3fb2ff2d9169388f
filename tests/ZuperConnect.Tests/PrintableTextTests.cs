using ZuperConnect.Text;

namespace ZuperConnect.Tests;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("Ana")]
    [InlineData("Ян")]
    [InlineData("7")]
    [InlineData("Ⅷ")]
    [InlineData("?")]
    [InlineData("🔧")]
    [InlineData("👩\u200D🔧")]
    [InlineData("\u200Bà")]
    public void Text_with_a_visible_character_is_printable(string text) => Assert.True(PrintableText.IsIn(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u2003\u3000")]
    [InlineData("\u200B\u200C\u200D\u200E\u2060\uFEFF\u00AD")]
    [InlineData("\u034F\uFE0F\u0301")]
    [InlineData("\u115F\u1160\u3164\uFFA0\u2800")]
    [InlineData("\uE000\u0378\u2028")]
    [InlineData("\U000E0041\U000E007F")]
    public void Text_without_visible_characters_is_not_printable(string text) => Assert.False(PrintableText.IsIn(text));
}
