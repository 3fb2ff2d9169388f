namespace ZuperConnect.Storage;

/// <summary>The reason for a <see cref="ConflictException"/>.</summary>
public enum Conflict
{
    /// <summary>The row or blob exists already.</summary>
    Exists,

    /// <summary>The row or blob does not exist.</summary>
    Missing,

    /// <summary>The row or blob was changed: it has another ETag.</summary>
    Changed,
}

/// <summary>A write was refused because of the stored state. Nothing was written.</summary>
/// <param name="kind">The reason.</param>
/// <param name="cause">The exception of the storage client.</param>
public sealed class ConflictException(Conflict kind, Exception? cause = null) : Exception($"The write was refused: {kind}.", cause)
{
    /// <summary>The reason.</summary>
    public Conflict Kind { get; } = kind;
}

/// <summary>A write can never succeed: a key, a column, a row or a transaction exceeds a limit.</summary>
/// <param name="message">Which limit. Contains nothing of the data.</param>
/// <param name="cause">The exception of the storage client.</param>
public sealed class StorageLimitException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Storage is unreachable, full, locked or overloaded. The same request may succeed later. A write may have succeeded nevertheless.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="cause">The exception of the storage client.</param>
public sealed class StorageUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>
    /// Whether an exception means that storage, or another service, is unavailable, so that a retry may succeed. A cancellation counts as
    /// well, because it looks like a timeout: the caller must check its own token.
    /// </summary>
    public static bool IsMeantBy(Exception failure) => failure switch
    {
        AggregateException several => several.InnerExceptions.All(IsMeantBy),
        StorageUnavailableException or OperationCanceledException or IOException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
