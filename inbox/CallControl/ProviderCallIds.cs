namespace ZuperConnect.CallControl;

/// <summary>What a provider calls a call. Its events name some of these, the same in all events of one call.</summary>
/// <param name="Line">The provider's reference to the call, by which it is asked about it; null where it is not known.</param>
/// <param name="Conference">Its id of the conference that all legs of the call are in; null where it is not known.</param>
/// <param name="Correlation">Its id for finding the call in its logs; null where it is not known.</param>
public sealed record ProviderCallIds(string? Line, string? Conference = null, string? Correlation = null)
{
    /// <summary>Whether these can be of the same call as others: none that both know is another.</summary>
    public bool AreCompatible(ProviderCallIds others) =>
        AreCompatible(Line, others.Line) && AreCompatible(Conference, others.Conference) && AreCompatible(Correlation, others.Correlation);

    private static bool AreCompatible(string? one, string? other) => one is null || other is null || one == other;
}
