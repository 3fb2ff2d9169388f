using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Outbox;

namespace ZuperConnect.Health;

/// <summary>The state of a dependency.</summary>
public enum DependencyState
{
    /// <summary>It responds.</summary>
    Healthy,

    /// <summary>It does not respond, or refuses access.</summary>
    Away,
}

/// <summary>
/// The states of the inbox's dependencies: its two storages, the telephony provider, and the issuer that signs users in.
/// </summary>
/// <param name="Tables">Table storage.</param>
/// <param name="Blobs">Blob storage.</param>
/// <param name="Telephony">The telephony provider.</param>
/// <param name="SignIn">The issuer that signs users in: whether its keys can be read.</param>
public sealed record Dependencies(DependencyState Tables, DependencyState Blobs, DependencyState Telephony, DependencyState SignIn)
{
    /// <summary>Whether all dependencies are healthy.</summary>
    [JsonIgnore]
    public bool AreHealthy => this == new Dependencies(default, default, default, default);

    /// <summary>Whether table and blob storage are healthy.</summary>
    [JsonIgnore]
    public bool HaveStorage => this is { Tables: DependencyState.Healthy, Blobs: DependencyState.Healthy };
}

/// <summary>The health of the inbox. It is public, so it contains only counts.</summary>
/// <param name="Dependencies">The dependencies.</param>
/// <param name="Unprocessed">The number of unreadable events; null if unknown.</param>
/// <param name="Work">The summary of background work; null if unknown.</param>
/// <param name="Missing">What a person must still set up before customers can reach the team.</param>
/// <param name="At">When the report was made.</param>
public sealed record HealthReport(
    Dependencies Dependencies, int? Unprocessed, BackgroundWorkSummary? Work, ImmutableArray<string> Missing, DateTimeOffset At);
