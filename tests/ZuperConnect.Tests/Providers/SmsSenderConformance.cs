using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Providers;

/// <summary>How a telephony provider answers a request to send a text.</summary>
public enum ProviderAnswer
{
    /// <summary>The provider accepts the text.</summary>
    Accepts,

    /// <summary>The provider is busy.</summary>
    IsBusy,

    /// <summary>The provider refuses the text.</summary>
    Refuses,

    /// <summary>The response is lost, so the provider may have accepted the text.</summary>
    IsLost,
}

/// <summary>
/// The conformance tests of <see cref="ISmsSender"/>, which every provider must pass. A derived class makes the provider respond in a given
/// way, and returns the texts that it accepted.
/// </summary>
public abstract class SmsSenderConformance
{
    /// <summary>The tag of every text.</summary>
    protected static string Tag { get; } =
        MessageTag.Of("0b8f4d0e-5f0c-4a0e-9d0a-3d5f0f6c2a11", new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero));

    /// <summary>Sends a text while the provider responds in the given way.</summary>
    protected abstract Task<SendResult> SendAsync(OutgoingText text, ProviderAnswer answer);

    /// <summary>The texts that the provider accepted: from, to, text and tag.</summary>
    protected abstract Task<IReadOnlyList<OutgoingText>> TakenAsync();

    [Fact]
    public async Task A_text_is_taken_as_it_is_with_the_tag_that_its_reports_bring_back()
    {
        foreach (var text in new[] { "On my way", "Grüße 👋\n10% & more + #1", new('x', 1_600) })
        {
            Assert.IsType<SendResult.Accepted>(await ResultAsync(Text(text), ProviderAnswer.Accepts));
            Assert.Equal(Text(text), (await TakenAsync())[^1]);
        }

        Assert.Equal(3, (await TakenAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_was_certainly_not_sent_may_be_sent_later()
    {
        Assert.NotEmpty(Assert.IsType<SendResult.Retry>(await ResultAsync(Text("On my way"), ProviderAnswer.IsBusy)).Reason);
        Assert.Empty(await TakenAsync());
    }

    [Fact]
    public async Task What_is_refused_has_a_reason_in_a_sentence()
    {
        var refused = Assert.IsType<SendResult.Refused>(await ResultAsync(Text("On my way"), ProviderAnswer.Refuses));

        Assert.Matches(@"^[A-Z].* \([0-9]+\)\.$", refused.Reason);
        Assert.False(refused.OptedOut);
        Assert.Empty(await TakenAsync());
    }

    [Fact]
    public async Task The_outcome_of_a_message_that_may_have_been_sent_is_reported_as_unknown() =>
        Assert.IsType<SendResult.OutcomeUnknown>(await ResultAsync(Text("On my way"), ProviderAnswer.IsLost));

    /// <summary>An exception also means that the outcome is unknown.</summary>
    private async Task<SendResult> ResultAsync(OutgoingText text, ProviderAnswer answer)
    {
        try
        {
            return await SendAsync(text, answer);
        }
        catch (HttpRequestException)
        {
            return new SendResult.OutcomeUnknown();
        }
    }

    private static OutgoingText Text(string text) => new(Number("14255550100"), Number("12065550199"), text, Tag);

    private static PhoneNumber Number(string key) =>
        PhoneNumber.TryParseKey(key, out var number) ? number : throw new InvalidOperationException();
}
