using System.Text.Json;
using ZuperConnect.Json;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>Creates the work that archives finished recordings.</summary>
public sealed class FinishedRecordings(WorkItemStore workItems, RecordingBlobs blobs, TimeProvider time)
{
    /// <summary>The work item for a recording that the provider has finished.</summary>
    public static WorkItem Work(ProviderRecording file, DateTimeOffset arrivedAt) =>
        WorkItem.New(WorkId.OfRecording(file.RecordingId), WorkKind.ArchiveRecording, arrivedAt) with
        {
            Recording = Json(file),
        };

    /// <summary>
    /// Stores the work item for a finished recording. A repeated event changes nothing; one with additional parts adds them.
    /// </summary>
    /// <returns>The id of the work, which may be done already.</returns>
    public async Task<WorkId> AddAsync(ProviderRecording file, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var work = Work(file, now);
        while (!await workItems.AddOnceAsync(work, cancellation))
        {
            if (await workItems.FindAsync(work.Id, cancellation) is not { } item)
            {
                if (await blobs.FindAsync(file.RecordingId, cancellation) is { } archived && !file.Parts.All(archived.Has))
                {
                    await workItems.AddAsync([work], cancellation);
                }

                break;
            }

            var (known, both) = (Json(Read(item)), Json(Read(item).With(file)));
            if (known == both
                || await workItems.ChangeAsync(
                    item with { Recording = both, Archived = false, Attempts = 0, DueAt = now, FailedAt = null, Failure = null },
                    cancellation) is not null)
            {
                break;
            }
        }

        return work.Id;
    }

    internal static ProviderRecording Read(WorkItem item) =>
        JsonSerializer.Deserialize<ProviderRecording>(item.Recording!, InboxJson.Options)!;

    private static string Json(ProviderRecording file) => JsonSerializer.Serialize(file, InboxJson.Options);
}
