using System.Text.Json;
using System.Threading.Channels;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Local.Data;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The recordings of the simulated provider: WAV files in the data folder, with addresses of their own scheme. The provider's event is sent
/// until the inbox accepts it, also after a restart.
/// </summary>
public sealed partial class SimulatedRecordings(
    DataFolder folder, ProviderEvents events, TimeProvider time, ILogger<SimulatedRecordings> log)
    : BackgroundService, IRecordingSource
{
    private const string Scheme = "https";
    private const string Host = "recordings.invalid";
    private const string ContentType = "audio/wav";
    private const string EventExtension = ".json";
    private static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(10);

    private readonly Channel<Finished> _finished = Channel.CreateUnbounded<Finished>();
    private readonly string _path = Path.Combine(folder.Path, "phone", "recordings");

    /// <inheritdoc/>
    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        if (FileAt(address) is not { } path || !File.Exists(path))
        {
            return Task.FromResult<ProviderFile?>(null);
        }

        var content = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024, useAsync: true);
        return Task.FromResult<ProviderFile?>(new(content, content.Length, ContentType));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation)
    {
        if (FileAt(address) is { } path && File.Exists(path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <summary>Stores the recording of an ended call in the background.</summary>
    internal void Finish(SimulatedRecording recording, string serverCallId, string line) =>
        _finished.Writer.TryWrite(new(recording, serverCallId, line, time.GetUtcNow()));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Directory.CreateDirectory(_path);
            foreach (var path in Directory.EnumerateFiles(_path, "*" + EventExtension))
            {
                await RaiseAsync(path, stoppingToken);
            }

            await foreach (var finished in _finished.Reader.ReadAllAsync(stoppingToken))
            {
                await KeepAsync(finished, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task KeepAsync(Finished finished, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        var wav = finished.Recording.Spoken ?? Unspoken(finished);
        var (path, unfinished) = (FileOf(id, EventExtension), FileOf(id, ".new"));
        try
        {
            await File.WriteAllBytesAsync(FileOf(id), wav, cancellation);
            await File.WriteAllBytesAsync(
                unfinished,
                JsonSerializer.SerializeToUtf8Bytes(
                    Event(finished, id, WavHeader.Read(wav, wav.Length)?.Duration ?? TimeSpan.Zero), InboxJson.Options), cancellation);
            File.Move(unfinished, path);
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            LogLost(cannot);
            return;
        }

        await RaiseAsync(path, cancellation);
    }

    /// <summary>Sends the event in a file, and deletes the file when it is accepted.</summary>
    private async Task RaiseAsync(string path, CancellationToken cancellation)
    {
        var raised = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(path, cancellation));
        await events.RaiseUntilAcceptedAsync(EventGridReceiver.RecordingFileStatusUpdated, raised, cancellation);
        File.Delete(path);
    }

    private static byte[] Unspoken(Finished finished)
    {
        var lasted = finished.At - finished.Recording.StartedAt;
        return finished.Recording.Purpose is RecordingPurpose.Call
            ? SyntheticSpeech.Of(
                lasted < MinDuration ? MinDuration : lasted > MaxDuration ? MaxDuration : lasted, speaker: lasted.Milliseconds)
            : WavWriter.Tone(TimeSpan.Zero, lasted > MaxDuration ? MaxDuration : lasted);
    }

    private object Event(Finished finished, Guid id, TimeSpan duration) => ProviderEvents.Event(
        Guid.NewGuid().ToString(),
        $"/recording/call/{finished.Line}/serverCallId/{Uri.EscapeDataString(finished.ServerCallId)}/recordingId/{finished.Recording.Id}",
        "Microsoft.Communication.RecordingFileStatusUpdated",
        time.GetUtcNow(),
        new
        {
            recordingStorageInfo = new
            {
                recordingChunks = new[]
                {
                    new
                    {
                        documentId = id.ToString("N"),
                        index = 0,
                        endReason = "SessionEnded",
                        contentLocation = AddressOf(id, "content"),
                        metadataLocation = AddressOf(id, "metadata"),
                        deleteLocation = AddressOf(id, "content"),
                    },
                },
            },
            recordingStartTime = finished.Recording.StartedAt,
            recordingDurationMs = (long)duration.TotalMilliseconds,
            sessionEndReason = "CallEnded",
        });

    private static string AddressOf(Guid id, string part) => $"{Scheme}://{Host}/{id:N}/{part}";

    /// <summary>The file of an address; null if it is not the address of a recording's content.</summary>
    private string? FileAt(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: Scheme, Authority: Host, UserInfo: "", Query: "", Fragment: "" }
        && address.AbsolutePath.Split('/') is ["", var name, "content"] && Guid.TryParseExact(name, "N", out var id)
            ? FileOf(id)
            : null;

    private string FileOf(Guid id, string extension = ".wav") => Path.Combine(_path, $"{id:N}{extension}");

    private sealed record Finished(SimulatedRecording Recording, string ServerCallId, string Line, DateTimeOffset At);

    [LoggerMessage(6201, LogLevel.Error, "A recording could not be stored and is lost")]
    private partial void LogLost(Exception failure);
}
