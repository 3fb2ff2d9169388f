using System.Collections.Immutable;

namespace ZuperConnect.Recordings;

/// <summary>A part of a recording at the provider.</summary>
/// <param name="Content">Where it is read.</param>
/// <param name="Delete">Where it is deleted.</param>
public sealed record RecordedPart(Uri Content, Uri Delete);

/// <summary>A finished recording at the provider. Whose it is, is not said: its call knows the recording's id.</summary>
/// <param name="RecordingId">Its id, see <see cref="RecordingIds"/>.</param>
/// <param name="Parts">Its parts, in the order in which they are heard.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it is.</param>
public sealed record RecordedFile(string RecordingId, ImmutableArray<RecordedPart> Parts, DateTimeOffset StartedAt, TimeSpan Duration);
