using System.Text.Json;
using ZuperConnect.Json;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>Recordings that the provider has finished, as work that archives them.</summary>
public sealed class FinishedRecordings(WorkItemStore rows, RecordingBlobs blobs, TimeProvider time)
{
    /// <summary>The work for a recording that the provider has finished.</summary>
    public static WorkItem Work(RecordedFile file, DateTimeOffset arrivedAt) =>
        WorkItem.New(WorkId.OfRecording(file.RecordingId), WorkKind.ArchiveRecording, arrivedAt) with
        {
            Recording = Json(file),
        };

    /// <summary>
    /// Keeps the work for a recording that the provider has finished. The same event again changes nothing; one that names more parts has
    /// those archived too.
    /// </summary>
    /// <returns>The id of the work; it may be done already.</returns>
    public async Task<WorkId> TakeAsync(RecordedFile file, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var work = Work(file, now);
        while (!await rows.AddOnceAsync(work, cancellation))
        {
            if (await rows.FindAsync(work.Id, cancellation) is not { } row)
            {
                if (await blobs.FindAsync(file.RecordingId, cancellation) is { } archived && !file.Parts.All(archived.Has))
                {
                    await rows.AddAsync([work], cancellation);
                }

                break;
            }

            var (known, both) = (Json(Read(row)), Json(Read(row).With(file)));
            if (known == both
                || await rows.ChangeAsync(
                    row with { Recording = both, Archived = false, Attempts = 0, DueAt = now, FailedAt = null, Failure = null },
                    cancellation) is not null)
            {
                break;
            }
        }

        return work.Id;
    }

    internal static RecordedFile Read(WorkItem row) => JsonSerializer.Deserialize<RecordedFile>(row.Recording!, InboxJson.Options)!;

    private static string Json(RecordedFile file) => JsonSerializer.Serialize(file, InboxJson.Options);
}
