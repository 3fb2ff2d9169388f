namespace ZuperConnect.Storage;

/// <summary>What stands against a write.</summary>
public enum Conflict
{
    /// <summary>It is there already.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It was changed: its tag is another one.</summary>
    Changed,
}

/// <summary>A write that was refused because of what is stored now; nothing was written.</summary>
/// <param name="kind">What stands against it.</param>
/// <param name="cause">What storage said.</param>
public sealed class ConflictException(Conflict kind, Exception? cause = null) : Exception($"The write was refused: {kind}.", cause)
{
    /// <summary>What stands against it.</summary>
    public Conflict Kind { get; } = kind;
}

/// <summary>
/// A write that storage can never take, however often it is tried: a key, a column, a row or a transaction beyond its limits.
/// </summary>
/// <param name="message">Which limit, in words that show nothing of what was to be written.</param>
/// <param name="cause">What storage said.</param>
public sealed class StorageLimitException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Storage is away, full, locked or overloaded: the same request may succeed later. A write may have been done all the same.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="cause">What storage said.</param>
public sealed class StorageUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>
    /// Whether a failure means that storage, or what else was asked, is away: the same request may succeed later. What the caller itself
    /// cancelled looks the same as a request that was never answered; the caller knows.
    /// </summary>
    public static bool IsMeantBy(Exception failure) => failure switch
    {
        AggregateException several => several.InnerExceptions.All(IsMeantBy),
        StorageUnavailableException or OperationCanceledException or IOException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
