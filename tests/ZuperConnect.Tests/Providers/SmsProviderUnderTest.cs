namespace ZuperConnect.Tests.Providers;

/// <summary>What becomes of a text to a customer.</summary>
internal enum TextOutcome
{
    /// <summary>It arrives, and the provider reports it.</summary>
    Arrives,

    /// <summary>It does not arrive, and the provider reports it.</summary>
    Fails,

    /// <summary>The provider knows that the customer has opted out.</summary>
    OptedOut,

    /// <summary>The provider has too much to do, until something else is said.</summary>
    ProviderIsBusy,

    /// <summary>The provider does not take it.</summary>
    IsRefused,

    /// <summary>It arrives, but the provider's answer and reports are lost.</summary>
    AnswerIsLost,
}

/// <summary>An inbox, its telephony provider, and the customer <see cref="RunningInbox.Customer"/>.</summary>
internal abstract class SmsProviderUnderTest : IAsyncDisposable
{
    public required RunningInbox Inbox { get; init; }

    /// <summary>The customer texts <see cref="RunningInbox.Dispatch"/>; the event comes as often as told.</summary>
    public abstract Task CustomerWritesAsync(string text, int times = 1, string from = RunningInbox.Customer);

    /// <summary>Says what becomes of texts from now on.</summary>
    public abstract void SetOutcome(TextOutcome outcome);

    /// <summary>The texts that left for the customer.</summary>
    public abstract Task<IReadOnlyList<string>> LeftAsync();

    /// <summary>The provider reports that a message of the inbox's arrived, or did not.</summary>
    public abstract Task ReportAsync(string messageId, bool arrived);

    public virtual ValueTask DisposeAsync() => Inbox.DisposeAsync();
}
