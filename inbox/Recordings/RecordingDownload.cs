using System.Net.Http.Headers;
using ZuperConnect.Hosting;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>The result of a download.</summary>
/// <param name="HasAudio">Whether there is any audio.</param>
/// <param name="Problem">What is missing or doubtful; null if the copy is complete.</param>
/// <param name="RetryPeriod">How long a retry makes sense.</param>
/// <param name="Failure">The failure of the provider, if any.</param>
internal sealed record DownloadResult(bool HasAudio, string? Problem = null, TimeSpan RetryPeriod = default, Exception? Failure = null);

/// <summary>
/// Downloads a recording. Each part is stored as soon as it is known to be audio. When all parts are complete, they are joined to one file
/// if their formats match; otherwise they stay separate files. A stored part is only replaced by a longer one.
/// </summary>
internal sealed class RecordingDownload(RecordingBlobs blobs, IRecordingSource source, ProviderRecording file)
{
    private readonly List<(string What, TimeSpan TriedFor)> _problems = [];
    private Exception? _failure;

    /// <summary>Downloads what is missing.</summary>
    public async Task<DownloadResult> RunAsync(CancellationToken cancellation)
    {
        if (file.WithoutAddress > 0)
        {
            AddProblem($"The provider's event has no address for {file.WithoutAddress} more", RecordingArchive.AppearsWithin);
        }

        var earlier = await blobs.FindOrClearAsync(file.RecordingId, cancellation);
        var any = file.Parts.All(part => earlier?.Has(part) is true)
            || (file.Parts is [var alone] && earlier is null or { IsOneFile: true }
                ? await SavePartAsync(earlier ?? new(file.RecordingId), alone, "It", cancellation) is not null
                : await SavePartsAsync(earlier, cancellation));
        return _problems is [] ? new(any)
            : new(any, $"The recording is not whole. {string.Join(". ", _problems.Select(lack => lack.What))}.",
                _problems.Max(lack => lack.TriedFor), _failure);
    }

    private void AddProblem(string what, TimeSpan triedFor) => _problems.Add((what, triedFor));

    /// <summary>Stores each part in a separate blob, then joins them or lists them.</summary>
    /// <returns>Whether there is any audio.</returns>
    private async Task<bool> SavePartsAsync(ArchivedRecording? earlier, CancellationToken cancellation)
    {
        var kept = new List<ArchivedRecording>();
        for (var index = 0; index < file.Parts.Length; index++)
        {
            var part = file.Parts[index];
            var name = RecordingBlobs.NameOf(file.RecordingId, part);
            var isInFirst = earlier is { Length: > 0 } && earlier.Has(part) && !earlier.Files.Contains(name);
            var here = isInFirst ? earlier
                : await SavePartAsync(await blobs.FindOrClearAsync(name, cancellation)
                    ?? new(name), part, $"Part {index + 1} of {file.Parts.Length}", cancellation);
            if ((here ?? (earlier is { Length: > 0, IsDoubtful: true } ? earlier : null)) is { } heard && !kept.Contains(heard))
            {
                kept.Add(heard);
            }
        }

        var longest = kept.Aggregate(TimeSpan.Zero, (sum, one) => sum + (one.MaxDuration ?? TimeSpan.Zero));
        if (_problems is [] && file.IsLongerThan(longest))
        {
            AddProblem("All parts together are much shorter than the provider says", RecordingArchive.AppearsWithin);
        }

        if (kept is [])
        {
            return false;
        }

        var recording = (earlier ?? new(file.RecordingId)) with
        {
            Parts = _problems is [] ? [.. file.Parts.Select(part => part.Key)] : [],
            MaxDuration = longest,
        };
        if (_problems is not [] || earlier is { Length: > 0 } || !await JoinAsync(recording, kept, cancellation))
        {
            await blobs.ListAsync(earlier, recording with { Files = [.. kept.Select(one => one.Name)] }, cancellation);
        }

        return true;
    }

    /// <summary>Joins parts to one file, if their formats match.</summary>
    private async Task<bool> JoinAsync(ArchivedRecording recording, List<ArchivedRecording> parts, CancellationToken cancellation)
    {
        var audio = new List<AudioFile>();
        foreach (var part in parts)
        {
            audio.Add(AudioFile.Read(await blobs.BeginningAsync(part, cancellation), part.Length));
        }

        if (parts.Count is 1 || !AudioFile.GoTogether(audio))
        {
            return false;
        }

        await using var copy = blobs.Copy(file.RecordingId);
        await copy.AddAsync(audio[0].HeaderFor(audio.Sum(one => one.Sound.Length)), cancellation);
        foreach (var (part, sound) in parts.Zip(audio.Select(one => one.Sound)))
        {
            await using var content = await blobs.OpenAsync(part.Name, sound.Start, cancellation);
            if (await copy.AddAsync(content, sound.Length, cancellation) != sound.Length)
            {
                throw new InvalidDataException("A kept part of a recording is shorter than it was.");
            }
        }

        await blobs.CommitAsync(copy, recording with { ContentType = parts[0].ContentType, Files = [recording.Name] }, cancellation);
        await blobs.DeletePartsAsync(file.RecordingId, cancellation);
        return true;
    }

    /// <summary>Downloads a part, unless it is already complete.</summary>
    /// <param name="blob">The existing blob, or an empty one.</param>
    /// <param name="part">The part.</param>
    /// <param name="what">The name of the part in messages.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The stored part; null if there is none.</returns>
    private async Task<ArchivedRecording?> SavePartAsync(
        ArchivedRecording blob, ProviderRecordingPart part, string what, CancellationToken cancellation)
    {
        var before = blob.ETag == default ? null : blob;
        if (before?.Has(part) is true || await OpenAsync(part, what, cancellation) is not { } opened)
        {
            return before;
        }

        await using var copy = blobs.Copy(blob.Name);
        await using (opened.Content)
        {
            try
            {
                await copy.AddAsync(opened.Content, long.MaxValue, cancellation);
            }
            catch (ReadInterruptedException broke) when (!cancellation.IsCancellationRequested)
            {
                Fail(broke, what);
                return before;
            }
        }

        var audio = AudioFile.Read(copy.Beginning.Span, copy.Length);
        if (WhyUnusable(audio, opened) is { } unusable)
        {
            AddProblem($"{what} {unusable}", RecordingArchive.RetryPeriod);
            return before;
        }

        var doubt = WhyIncomplete(audio, opened);
        if (doubt is not null)
        {
            AddProblem($"{what} {doubt}, and is kept as it came", RecordingArchive.AppearsWithin);
        }

        return doubt is not null && before?.Length >= copy.Length ? before : await blobs.CommitAsync(
            copy,
            blob with
            {
                ContentType = audio.TypeOr(opened.ContentType),
                Parts = doubt is null
                ? [part.Key] : [],
                MaxDuration = audio.MaxDuration
            },
            cancellation);
    }

    private async Task<ProviderFile?> OpenAsync(ProviderRecordingPart part, string what, CancellationToken cancellation)
    {
        try
        {
            var opened = await source.OpenAsync(part.Content, cancellation);
            if (opened is null)
            {
                AddProblem($"{what} is missing: the provider does not have it, or not any more", RecordingArchive.AppearsWithin);
            }

            return opened;
        }
#pragma warning disable CA1031 // Retried after any exception of the provider, as long as it keeps the recording.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Fail(failure, what);
            return null;
        }
    }

    private void Fail(Exception failure, string what)
    {
        _failure ??= failure;
        AddProblem($"{what} could not be copied while the provider kept it", RecordingArchive.RetryPeriod);
    }

    /// <summary>Why the content is not audio; null if it may be.</summary>
    private string? WhyUnusable(AudioFile audio, ProviderFile opened) =>
        opened.Length is { } promised && promised != audio.Length ? $"came as {audio.Length} bytes in place of {promised}"
        : audio.Length is 0 && file.Duration != TimeSpan.Zero ? "came empty"
        : audio.IsText ? "came as a text in place of audio"
        : null;

    /// <summary>Why the content may be incomplete; null if there is no reason.</summary>
    private string? WhyIncomplete(AudioFile audio, ProviderFile opened) =>
        audio.MediaType is null && IsTextType(opened.ContentType) ? "came as what the provider calls a text"
        : audio.IsCutOff ? "ends before its sound does"
        : file.Parts is [_] && file.IsLongerThan(audio.MaxDuration) ? "is much shorter than the provider says"
        : null;

    private static bool IsTextType(string? named) =>
        MediaTypeHeaderValue.TryParse(named, out var type) && type.MediaType is { } name
        && (name.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("xml", StringComparison.OrdinalIgnoreCase));
}
