namespace ZuperConnect.Messages;

/// <summary>What the telephony provider can do. Each provider registers its own.</summary>
/// <param name="Mms">Whether it sends pictures.</param>
public sealed record ProviderCapabilities(bool Mms)
{
    /// <summary>Texts alone.</summary>
    public static ProviderCapabilities TextsOnly { get; } = new(Mms: false);
}
