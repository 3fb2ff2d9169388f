namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>An operation on a blob.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name of the blob, or the prefix of a list.</param>
/// <param name="Tag">The index of one of the blob's ETags so far; any ETag if there is none or if the index is negative.</param>
/// <param name="Number">The seed of the content, or the position for reading.</param>
public sealed record BlobStep(BlobStepKind Kind, string Name, int Tag, int Number);

/// <summary>The kinds of operations.</summary>
public enum BlobStepKind
{
    Upload,
    UploadNew,
    UploadChanged,
    Write,
    WriteNew,
    WriteChanged,
    SetMetadata,
    Delete,
    Find,
    List,
    Read,
    Download,
}

/// <summary>A container on which the operations are executed. Its results have a comparable form.</summary>
public sealed class BlobReplica(IBlobContainer container)
{
    private readonly Dictionary<string, List<ETag>> _tags = [];

    public async Task<string> DoAsync(BlobStep step)
    {
        try
        {
            return await TryAsync(step);
        }
        catch (ConflictException conflict)
        {
            return $"{conflict.Kind}";
        }
    }

    private async Task<string> TryAsync(BlobStep step) => step.Kind switch
    {
        BlobStepKind.Upload => await UploadAsync(step, BlobCondition.None),
        BlobStepKind.UploadNew => await UploadAsync(step, BlobCondition.Missing),
        BlobStepKind.UploadChanged => await UploadAsync(step, ConditionOf(step)),
        BlobStepKind.Write => await WriteAsync(step, BlobCondition.None),
        BlobStepKind.WriteNew => await WriteAsync(step, BlobCondition.Missing),
        BlobStepKind.WriteChanged => await WriteAsync(step, ConditionOf(step)),
        BlobStepKind.SetMetadata => Note(
            step.Name, await container.SetMetadataAsync(step.Name, Details(step).Metadata, TagOf(step), default)),
        BlobStepKind.Delete => $"{await container.DeleteAsync(step.Name, TagOf(step), default)}",
        BlobStepKind.Find => await container.FindAsync(step.Name, default) is { } blob ? Tell(blob) : "none",
        BlobStepKind.List => string.Join('\n', await container.ListAsync(step.Name, default).Select(Tell).ToListAsync()),
        BlobStepKind.Read => await ReadAsync(step),
        BlobStepKind.Download => await container.DownloadAsync(step.Name, default) is { } found
            ? $"{Tell(found.Blob)} {Convert.ToHexString(found.Content.Span)}"
            : "none",
        _ => throw new ArgumentException("Nothing is known of such a step.", nameof(step)),
    };

    private async Task<string> UploadAsync(BlobStep step, BlobCondition condition) =>
        Note(step.Name, await container.UploadAsync(step.Name, Content(step.Number), Details(step), condition, default));

    private async Task<string> WriteAsync(BlobStep step, BlobCondition condition)
    {
        await using var writer = container.OpenWrite(step.Name);
        for (var part = 0; part < step.Number % 4; part++)
        {
            await writer.AddAsync(Content(step.Number + part), default);
        }

        return Note(step.Name, await writer.CommitAsync(Details(step), condition, default));
    }

    private async Task<string> ReadAsync(BlobStep step)
    {
        if (await container.FindAsync(step.Name, default) is not { } blob)
        {
            return await container.OpenReadAsync(step.Name, step.Number, default) is null ? "none" : "some";
        }

        await using var stream = await container.OpenReadAsync(step.Name, Math.Min(step.Number, blob.Length), default);
        using var content = new MemoryStream();
        await stream!.CopyToAsync(content);
        return Convert.ToHexString(content.ToArray());
    }

    private string Note(string name, ETag tag)
    {
        Assert.NotEqual(default, tag);
        Assert.DoesNotContain(tag, Tags(name));
        Tags(name).Add(tag);
        return "written";
    }

    private ETag TagOf(BlobStep step) =>
        Tags(step.Name) is { Count: > 0 } tags && step.Tag >= 0 ? tags[^(1 + (step.Tag % tags.Count))] : ETag.Any;

    // Azurite creates a missing blob under the condition of any ETag; the service does not (its page on conditional headers).
    private BlobCondition ConditionOf(BlobStep step) =>
        TagOf(step) is var tag && tag != ETag.Any ? BlobCondition.Unchanged(tag) : BlobCondition.None;

    private List<ETag> Tags(string name) => _tags.TryGetValue(name, out var tags) ? tags : _tags[name] = [];

    private static byte[] Content(int number) => [.. Enumerable.Range(number, number % 40).Select(place => (byte)place)];

    private static BlobDetails Details(BlobStep step) => new()
    {
        ContentType = step.Number % 2 is 0 ? "text/plain" : "audio/wav",
        Metadata = Enumerable.Range(0, step.Number % 3).ToDictionary(place => $"Name{place}", place => $"{step.Number + place}"),
    };

    /// <summary>A blob with the index of its ETag.</summary>
    private string Tell(StoredBlob blob) =>
        $"{blob.Name}|{blob.Length}|{blob.ContentType}|{Tags(blob.Name).IndexOf(blob.ETag)}|"
        + string.Join(", ", blob.Metadata.OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase));
}
