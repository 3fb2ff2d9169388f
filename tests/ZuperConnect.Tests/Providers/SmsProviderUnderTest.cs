using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Providers;

/// <summary>The outcome of a text to a customer.</summary>
internal enum TextOutcome
{
    /// <summary>It is delivered, and the provider reports it.</summary>
    Arrives,

    /// <summary>It is not delivered, and the provider reports it.</summary>
    Fails,

    /// <summary>The provider knows that the customer has opted out.</summary>
    OptedOut,

    /// <summary>The provider is busy until another outcome is set.</summary>
    ProviderIsBusy,

    /// <summary>The provider refuses it.</summary>
    IsRefused,

    /// <summary>It is delivered, but the provider's response and reports are lost.</summary>
    AnswerIsLost,
}

/// <summary>An inbox, its telephony provider, and the customer <see cref="RunningInbox.Customer"/>.</summary>
internal abstract class SmsProviderUnderTest : IAsyncDisposable
{
    public required RunningInbox Inbox { get; init; }

    /// <summary>The customer texts <see cref="RunningInbox.Dispatch"/>. The provider sends the event the given number of times.</summary>
    public abstract Task CustomerWritesAsync(string text, int times = 1, string from = RunningInbox.Customer);

    /// <summary>The customer sends pictures or other files, with or without a text. The provider sends the event repeatedly.</summary>
    public abstract Task CustomerSendsAsync(string text, int times, params IReadOnlyList<FakePicture> pictures);

    /// <summary>The pictures that the provider sent to the customer, by message.</summary>
    public abstract Task<IReadOnlyList<IReadOnlyList<FakePicture>>> PicturesLeftAsync();

    /// <summary>How many files of customers' messages the provider still has.</summary>
    public abstract Task<int> FilesKeptAsync();

    /// <summary>Sets the outcome of texts from now on.</summary>
    public abstract void SetOutcome(TextOutcome outcome);

    /// <summary>The texts that the provider sent to the customer.</summary>
    public abstract Task<IReadOnlyList<string>> LeftAsync();

    /// <summary>The provider reports whether a message of the inbox was delivered.</summary>
    public abstract Task ReportAsync(string messageId, bool arrived);

    public virtual ValueTask DisposeAsync() => Inbox.DisposeAsync();
}
