using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>The call that an archived recording belongs to.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="CallId">The id of the call.</param>
/// <param name="RecordedAt">When the recording started.</param>
public sealed record RecordingOwner(ConversationId Conversation, string CallId, DateTimeOffset RecordedAt)
{
    private const string ConversationKey = "conversation";
    private const string CallKey = "call";
    private const string RecordedKey = "recorded";

    /// <summary>Reads it from the metadata of a blob; null if it is not there.</summary>
    internal static RecordingOwner? Read(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(ConversationKey, out var conversation) && ConversationId.TryParse(conversation, out var id)
        && metadata.TryGetValue(CallKey, out var callId)
        && metadata.TryGetValue(RecordedKey, out var recorded)
        && DateTimeOffset.TryParse(recorded, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new(id, callId, at)
            : null;

    /// <summary>Writes it to the metadata of a blob.</summary>
    internal void AddTo(IDictionary<string, string> metadata)
    {
        metadata[ConversationKey] = Conversation.ToString();
        metadata[CallKey] = CallId;
        metadata[RecordedKey] = RecordedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
    }
}

/// <summary>An archived recording, or one of its files.</summary>
/// <param name="Name">The name of the blob. For a recording it is the id of the recording.</param>
public sealed record ArchivedRecording(string Name)
{
    private const string LengthKey = "length";
    private const string MaxDurationKey = "longest";
    private const string PartsKey = "parts";
    private const string FilesKey = "files";
    private const string Nothing = "-";
    private const string Itself = ".";

    /// <summary>The length of the blob in bytes; 0 if it only lists other files.</summary>
    public long Length { get; init; }

    /// <summary>The media type.</summary>
    public string ContentType { get; init; } = AudioMediaTypes.Unknown;

    /// <summary>The ETag of the blob.</summary>
    public ETag ETag { get; init; }

    /// <summary>When the blob was last changed.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>The call; null if it is not known yet, and for the additional files of a recording.</summary>
    public RecordingOwner? Owner { get; init; }

    /// <summary>The maximum duration; null if it is not in the metadata.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The names of the blobs to play one after the other; usually only this one.</summary>
    public ImmutableArray<string> Files { get; init; } = [Name];

    /// <summary>The keys of the provider's parts that are completely copied; null for all, in blobs of earlier versions.</summary>
    public ImmutableArray<string>? Parts { get; init; }

    /// <summary>Whether the recording is a single file.</summary>
    internal bool IsOneFile => Files is [var alone] && alone == Name;

    /// <summary>Whether none of the provider's parts is known to be complete.</summary>
    internal bool IsDoubtful => Parts is { Length: 0 };

    /// <summary>The metadata of the blob.</summary>
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

    /// <summary>Whether a part of the provider's recording is completely copied.</summary>
    internal bool Has(ProviderRecordingPart part) => Parts is not { } parts || parts.Contains(part.Key);

    /// <summary>Reads the metadata of a blob; null if it was not archived completely.</summary>
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
