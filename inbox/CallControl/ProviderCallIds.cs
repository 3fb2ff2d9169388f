namespace ZuperConnect.CallControl;

/// <summary>The provider's ids of a call. An event contains some of them. All events of one call contain the same ones.</summary>
/// <param name="ProviderCallId">The id for requests about the call; null if it is not known.</param>
/// <param name="Conference">The id of the conference of all legs; null if it is not known.</param>
/// <param name="Correlation">The id for finding the call in the provider's logs; null if it is not known.</param>
public sealed record ProviderCallIds(string? ProviderCallId, string? Conference = null, string? Correlation = null)
{
    /// <summary>Whether both can belong to the same call: no id that both have is different.</summary>
    public bool AreCompatible(ProviderCallIds others) =>
        AreCompatible(ProviderCallId, others.ProviderCallId) && AreCompatible(Conference, others.Conference)
            && AreCompatible(Correlation, others.Correlation);

    private static bool AreCompatible(string? one, string? other) => one is null || other is null || one == other;
}
