using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace ZuperConnect.Recordings;

/// <summary>A part of a recording at the provider.</summary>
/// <param name="Content">Where it is read.</param>
/// <param name="Delete">Where it is deleted; null where the provider did not say, and deletes it itself after a day.</param>
/// <param name="Index">Its place among the parts, as the provider counts.</param>
public sealed record ProviderRecordingPart(Uri Content, Uri? Delete, int Index = 0)
{
    private const int KeyLength = 16;

    /// <summary>Names the part, the same in whatever event: made of its address, but for the host, of which the provider has
    /// several.</summary>
    [JsonIgnore]
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content.PathAndQuery)))[..KeyLength];
}

/// <summary>A finished recording at the provider. Whose it is, is not said: its call knows the recording's id.</summary>
/// <param name="RecordingId">Its id, see <see cref="RecordingIds"/>.</param>
/// <param name="Parts">Its parts, in the order in which they are heard; none twice.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it is; null where the provider did not say, or nothing that can be.</param>
public sealed record ProviderRecording(string RecordingId, ImmutableArray<ProviderRecordingPart> Parts, DateTimeOffset StartedAt, TimeSpan? Duration)
{
    /// <summary>A recording that is shorter than the provider says, by a tenth and this, is not whole.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>How many parts the provider names without an address where they can be read.</summary>
    public int WithoutAddress { get; init; }

    /// <summary>What this event and another one of the same recording say together: the provider may name more parts later.</summary>
    public ProviderRecording With(ProviderRecording other) => this with
    {
        Parts = [.. Distinct(Parts.Concat(other.Parts)).OrderBy(part => part.Index)],
        StartedAt = other.StartedAt < StartedAt ? other.StartedAt : StartedAt,
        Duration = Duration > other.Duration ? Duration : other.Duration ?? Duration,
        WithoutAddress = Math.Min(WithoutAddress, other.WithoutAddress),
    };

    /// <summary>Whether audio that lasts so long at most cannot be all of it.</summary>
    public bool IsLongerThan(TimeSpan longest) => Duration is { } duration && longest < (duration * 0.9) - Slack;

    /// <summary>The same parts without those that are there already; of two, the one that says where it is deleted.</summary>
    public static IEnumerable<ProviderRecordingPart> Distinct(IEnumerable<ProviderRecordingPart> parts) =>
        parts.GroupBy(part => part.Key).Select(same => same.FirstOrDefault(part => part.Delete is not null) ?? same.First());
}
