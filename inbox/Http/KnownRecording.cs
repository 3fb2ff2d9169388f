using ZuperConnect.Recordings;

namespace ZuperConnect.Http;

/// <summary>Reads recordings that must exist.</summary>
internal static class KnownRecording
{
    /// <summary>Reads a recording of a conversation; answers 404 for any other.</summary>
    public static async Task<(ArchivedRecording Recording, RecordingOwner Owner)> GetAsync(
        this RecordingBlobs blobs, string id, CancellationToken cancellation) =>
        RecordingIds.IsOne(id) && await blobs.FindAsync(id, cancellation) is { Owner: { } owner } recording ? (recording, owner)
            : throw Problems.NotFound("There is no recording with this id. A call's item in its timeline has the id of its recording.");
}
