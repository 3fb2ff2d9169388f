using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>Whose an archived recording is.</summary>
/// <param name="Conversation">The conversation that it can be heard in.</param>
/// <param name="CallId">The call.</param>
/// <param name="RecordedAt">When it began.</param>
public sealed record RecordingOwner(ConversationId Conversation, string CallId, DateTimeOffset RecordedAt)
{
    private const string ConversationKey = "conversation";
    private const string CallKey = "call";
    private const string RecordedKey = "recorded";

    /// <summary>Reads a blob's metadata; null where they name nobody.</summary>
    internal static RecordingOwner? Read(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(ConversationKey, out var conversation) && ConversationId.TryParse(conversation, out var id)
        && metadata.TryGetValue(CallKey, out var callId)
        && metadata.TryGetValue(RecordedKey, out var recorded)
        && DateTimeOffset.TryParse(recorded, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new(id, callId, at)
            : null;

    /// <summary>Adds it to a blob's metadata.</summary>
    internal void AddTo(IDictionary<string, string> metadata)
    {
        metadata[ConversationKey] = Conversation.ToString();
        metadata[CallKey] = CallId;
        metadata[RecordedKey] = RecordedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
    }
}

/// <summary>A recording that is archived, or one of the files that it consists of.</summary>
/// <param name="Name">The name of its blob; a recording's is its id.</param>
public sealed record ArchivedRecording(string Name)
{
    private const string LengthKey = "length";
    private const string MaxDurationKey = "longest";
    private const string PartsKey = "parts";
    private const string FilesKey = "files";
    private const string Nothing = "-";
    private const string Itself = ".";

    /// <summary>How many bytes the blob has; none where it only lists files.</summary>
    public long Length { get; init; }

    /// <summary>What audio it is.</summary>
    public string ContentType { get; init; } = AudioMediaTypes.Unknown;

    /// <summary>Its tag.</summary>
    public ETag ETag { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>Whose it is; null while that is not known, and for a file beside a recording's.</summary>
    public RecordingOwner? Owner { get; init; }

    /// <summary>How long it lasts at most; null where that was not noted.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The names of the blobs that are heard one after the other; most often itself alone.</summary>
    public ImmutableArray<string> Files { get; init; } = [Name];

    /// <summary>The keys of the provider's parts that are here whole; null where that was not noted, and all there were are.</summary>
    public ImmutableArray<string>? Parts { get; init; }

    /// <summary>Whether it is one file.</summary>
    internal bool IsOneFile => Files is [var alone] && alone == Name;

    /// <summary>Whether none of the provider's parts is known to be here whole.</summary>
    internal bool IsDoubtful => Parts is { Length: 0 };

    /// <summary>What is noted about it at its blob.</summary>
    internal Dictionary<string, string> Metadata
    {
        get
        {
            var metadata = new Dictionary<string, string> { [LengthKey] = Length.ToString(CultureInfo.InvariantCulture) };
            if (MaxDuration is { } longest)
            {
                metadata[MaxDurationKey] = longest.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            }

            if (Parts is { } parts)
            {
                metadata[PartsKey] = parts is [] ? Nothing : string.Join(' ', parts);
            }

            if (!IsOneFile)
            {
                metadata[FilesKey] = string.Join(' ', Files.Select(file => file == Name ? Itself : file[(Name.Length + 1)..]));
            }

            Owner?.AddTo(metadata);
            return metadata;
        }
    }

    /// <summary>Whether a part of the provider's is here whole.</summary>
    internal bool Has(ProviderRecordingPart part) => Parts is not { } parts || parts.Contains(part.Key);

    /// <summary>Reads what is noted at a blob; null where it was not archived whole.</summary>
    internal static ArchivedRecording? Read(StoredBlob blob)
    {
        var (name, metadata) = (blob.Name, blob.Metadata);
        if (!metadata.TryGetValue(LengthKey, out var text)
            || !long.TryParse(text, CultureInfo.InvariantCulture, out var length) || length != blob.Length)
        {
            return null;
        }

        return new(name)
        {
            Length = length,
            ContentType = blob.ContentType,
            ETag = blob.ETag,
            LastModified = blob.LastModified,
            Owner = RecordingOwner.Read(metadata),
            MaxDuration = metadata.TryGetValue(MaxDurationKey, out var longest)
                && double.TryParse(longest, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null,
            Parts = metadata.TryGetValue(PartsKey, out var parts) ? (parts is Nothing ? [] : [.. parts.Split(' ')]) : null,
            Files = metadata.TryGetValue(FilesKey, out var files)
                ? [.. files.Split(' ').Select(file => file is Itself ? name : $"{name}/{file}")] : [name],
        };
    }
}
