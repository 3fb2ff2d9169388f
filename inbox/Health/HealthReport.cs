using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Outbox;

namespace ZuperConnect.Health;

/// <summary>How something is that the inbox depends on.</summary>
public enum DependencyState
{
    /// <summary>It answers.</summary>
    Healthy,

    /// <summary>It does not answer, or refuses the inbox.</summary>
    Away,
}

/// <summary>
/// How each thing is that the inbox depends on: its two storages, the telephony provider, and the issuer that signs users in.
/// </summary>
/// <param name="Tables">The table storage.</param>
/// <param name="Blobs">The blob storage.</param>
/// <param name="Telephony">The telephony provider.</param>
/// <param name="SignIn">The issuer that signs users in: whether its keys can be read.</param>
public sealed record Dependencies(DependencyState Tables, DependencyState Blobs, DependencyState Telephony, DependencyState SignIn)
{
    /// <summary>Whether all of them are.</summary>
    [JsonIgnore]
    public bool AreHealthy => this == new Dependencies(default, default, default, default);

    /// <summary>Whether storage is, without which nothing works.</summary>
    [JsonIgnore]
    public bool HaveStorage => this is { Tables: DependencyState.Healthy, Blobs: DependencyState.Healthy };
}

/// <summary>How the inbox is. Anyone may read it, so it says nothing of what is inside but how much is left to do.</summary>
/// <param name="Dependencies">What it cannot do without.</param>
/// <param name="Unprocessed">How many events nobody could read; null where that cannot be known now.</param>
/// <param name="Work">The background work still to be done; null likewise.</param>
/// <param name="Missing">What has still to be done by a person before customers reach the team, in words.</param>
/// <param name="At">When it was found so.</param>
public sealed record HealthReport(
    Dependencies Dependencies, int? Unprocessed, BackgroundWorkSummary? Work, ImmutableArray<string> Missing, DateTimeOffset At);
