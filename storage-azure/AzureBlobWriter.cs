using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Stages each part as a block. A single small part without a condition on a missing blob is uploaded in one request.</summary>
internal sealed class AzureBlobWriter(BlockBlobClient blob) : IBlobWriter
{
    private const int SmallPart = 4 * 1024 * 1024;

    // Unique for this writer: two writers of one blob do not share blocks.
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly List<string> _blocks = [];
    private byte[] _first = [];

    public async Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        if (part.IsEmpty)
        {
            return;
        }

        if (_blocks.Count is 0 && _first.Length is 0 && part.Length <= SmallPart)
        {
            _first = part.ToArray();
            return;
        }

        await StageFirstAsync(cancellation).ConfigureAwait(false);
        await StageAsync(part, cancellation).ConfigureAwait(false);
    }

    public async Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation)
    {
        // For Put Blob, uncommitted blocks of an abandoned writer can count as an existing blob. For Put Block List they do not.
        if (_blocks.Count is 0 && !condition.IsMissing)
        {
            return await BlobWriting.PutAsync(blob, _first, details, condition, cancellation).ConfigureAwait(false);
        }

        await StageFirstAsync(cancellation).ConfigureAwait(false);
        return await BlobWriting.CommitAsync(blob, _blocks, details, condition, cancellation).ConfigureAwait(false);
    }

    /// <summary>The service deletes uncommitted blocks after a week.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StageFirstAsync(CancellationToken cancellation)
    {
        if (_first.Length > 0)
        {
            await StageAsync(_first, cancellation).ConfigureAwait(false);
            _first = [];
        }
    }

    private async Task StageAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        // All block names of a blob must have the same length (from the service's page on Put Block).
        var name = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_id}{_blocks.Count:D6}")));
        using var content = BinaryData.FromBytes(part).ToStream();
        await AzureFailure.TranslateAsync(
            () => blob.StageBlockAsync(name, content, cancellationToken: cancellation), cancellation).ConfigureAwait(false);
        _blocks.Add(name);
    }
}
