using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>What came from outside and could not be read, or not be kept whole: as it came, in the container <c>unprocessed</c>.</summary>
public sealed class Unprocessed(InboxStorage storage, TimeProvider time)
{
    private const int CountedUpTo = 1_000;
    private const string AboutKey = "about";

    /// <summary>Keeps it under the day and its own hash, so that a repetition on that day is kept once.</summary>
    /// <param name="why">Why, in one word of letters: the first part of the blob's name.</param>
    /// <param name="original">What came.</param>
    /// <param name="about">When that happened which it is about; null where nobody knows.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task KeepAsync(string why, BinaryData original, DateTimeOffset? about, CancellationToken cancellation)
    {
        var name = $"{why}/{time.GetUtcNow():yyyy-MM-dd}/{Convert.ToHexStringLower(SHA256.HashData(original))}.json";
        await storage.Unprocessed.GetBlobClient(name).UploadAsync(
            original,
            new BlobUploadOptions
            {
                HttpHeaders = new() { ContentType = "application/json" },
                Metadata = about is { } at ? new Dictionary<string, string> { [AboutKey] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) } : null,
            },
            cancellation);
    }

    /// <summary>How many are kept because nobody could read them; 1,000 stands for as many or more.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var _ in storage.Unprocessed.GetBlobsAsync(BlobTraits.None, BlobStates.None, Unreadable + "/", cancellation))
        {
            if (++count == CountedUpTo)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Deletes the originals in which one of some numbers stands, but for those about what happened later.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">The time up to which they are deleted.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation)
    {
        // What is a part of a longer number is another one.
        var theirs = new Regex($"(?<![0-9])({string.Join('|', numbers.Select(number => number.Key))})(?![0-9])");
        await foreach (var kept in storage.Unprocessed.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, cancellation))
        {
            var blob = storage.Unprocessed.GetBlobClient(kept.Name);
            if (About(kept) <= upTo && await ReadAsync(blob, cancellation) is { } original && theirs.IsMatch(original))
            {
                await blob.DeleteIfExistsAsync(cancellationToken: cancellation);
            }
        }
    }

    private static DateTimeOffset? About(BlobItem kept) =>
        kept.Metadata.TryGetValue(AboutKey, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? at
            : kept.Properties.LastModified;

    private static async Task<string?> ReadAsync(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            return (await blob.DownloadContentAsync(cancellation)).Value.Content.ToString();
        }
        catch (RequestFailedException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    /// <summary>It was of an unknown kind, malformed, or without the fields that it needs.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>It was read, but its text is stored cut.</summary>
    public const string TooLong = "toolong";
}
