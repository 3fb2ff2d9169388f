using CsCheck;
using ZuperConnect.Messages;

namespace ZuperConnect.Tests.Messages;

public class MessageTagTests
{
    [Fact]
    public void A_tag_comes_back_as_it_was_made() =>
        Gen.Select(Gen.Guid, Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks]).Sample((id, ticks) =>
    {
        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return MessageTag.TryParse(MessageTag.Of(id.ToString(), at), out var tag) && tag == new MessageTag(id.ToString(), at);
    });

    [Fact]
    public void A_tag_of_an_earlier_version_is_the_id_alone()
    {
        Assert.True(MessageTag.TryParse("5B0E3A43-9d3f-4a51-9f0e-0d6f6d1f0001", out var tag));
        Assert.Equal(new("5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001", null), tag);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somebody else's")]
    [InlineData("5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001.")]
    [InlineData("5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001.-1")]
    [InlineData("5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001.9223372036854775807")]
    [InlineData("5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001.638.1")]
    public void Text_in_any_other_form_is_no_message_tag(string? text) => Assert.False(MessageTag.TryParse(text, out _));
}
