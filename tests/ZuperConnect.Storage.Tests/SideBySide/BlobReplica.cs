namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>Something done to a blob.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">To which blob; what a list begins with.</param>
/// <param name="Tag">Which of the tags that the blob has had so far; any, where it has had none, or less than none is asked for.</param>
/// <param name="Number">The seed of what is written, or where it is read.</param>
public sealed record BlobStep(BlobStepKind Kind, string Name, int Tag, int Number);

/// <summary>What is done to blobs.</summary>
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

/// <summary>A container to which the same is done as to others. It tells what came of it in words that are the same for all.</summary>
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

    // Azurite writes a blob that is not there on the condition that it has any tag; the service does not (its page on conditional headers).
    private BlobCondition ConditionOf(BlobStep step) =>
        TagOf(step) is var tag && tag != ETag.Any ? BlobCondition.Unchanged(tag) : BlobCondition.None;

    private List<ETag> Tags(string name) => _tags.TryGetValue(name, out var tags) ? tags : _tags[name] = [];

    private static byte[] Content(int number) => [.. Enumerable.Range(number, number % 40).Select(place => (byte)place)];

    private static BlobDetails Details(BlobStep step) => new()
    {
        ContentType = step.Number % 2 is 0 ? "text/plain" : "audio/wav",
        Metadata = Enumerable.Range(0, step.Number % 3).ToDictionary(place => $"Name{place}", place => $"{step.Number + place}"),
    };

    /// <summary>The blob, and which of its tags it has.</summary>
    private string Tell(StoredBlob blob) =>
        $"{blob.Name}|{blob.Length}|{blob.ContentType}|{Tags(blob.Name).IndexOf(blob.ETag)}|"
        + string.Join(", ", blob.Metadata.OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase));
}
