using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace ZuperConnect.Recordings;

/// <summary>A part of a recording at the provider.</summary>
/// <param name="Content">The address of the content.</param>
/// <param name="Delete">The address for deleting it; null if the provider gave none and deletes it itself after a day.</param>
/// <param name="Index">The index of the part.</param>
public sealed record ProviderRecordingPart(Uri Content, Uri? Delete, int Index = 0)
{
    private const int KeyLength = 16;

    /// <summary>
    /// A key of the part that is the same in all events: a hash of its address without the host, because the provider has several hosts.
    /// </summary>
    [JsonIgnore]
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content.PathAndQuery)))[..KeyLength];
}

/// <summary>A finished recording at the provider. The event does not contain the call, but the call knows the recording's id.</summary>
/// <param name="RecordingId">The id, see <see cref="RecordingIds"/>.</param>
/// <param name="Parts">The distinct parts, in the order in which they are played.</param>
/// <param name="StartedAt">When the recording started.</param>
/// <param name="Duration">Its duration; null if unknown or not plausible.</param>
public sealed record ProviderRecording(
    string RecordingId, ImmutableArray<ProviderRecordingPart> Parts, DateTimeOffset StartedAt, TimeSpan? Duration)
{
    /// <summary>A recording that is shorter than announced by more than a tenth and this time is incomplete.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>The number of announced parts without an address.</summary>
    public int WithoutAddress { get; init; }

    /// <summary>Merges another event of the same recording: the provider may announce more parts later.</summary>
    public ProviderRecording With(ProviderRecording other) => this with
    {
        Parts = [.. Distinct(Parts.Concat(other.Parts)).OrderBy(part => part.Index)],
        StartedAt = other.StartedAt < StartedAt ? other.StartedAt : StartedAt,
        Duration = Duration > other.Duration ? Duration : other.Duration ?? Duration,
        WithoutAddress = Math.Min(WithoutAddress, other.WithoutAddress),
    };

    /// <summary>Whether audio with this maximum duration is too short to be complete.</summary>
    public bool IsLongerThan(TimeSpan longest) => Duration is { } duration && longest < (duration * 0.9) - Slack;

    /// <summary>Removes duplicates, preferring parts with an address for deletion.</summary>
    public static IEnumerable<ProviderRecordingPart> Distinct(IEnumerable<ProviderRecordingPart> parts) =>
        parts.GroupBy(part => part.Key).Select(same => same.FirstOrDefault(part => part.Delete is not null) ?? same.First());
}
