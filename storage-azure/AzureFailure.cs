using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Azure;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Translates the exceptions of the Azure clients. An exception without a counterpart is not translated.</summary>
internal static class AzureFailure
{
    /// <summary>The error codes of Table Storage for exceeded limits (from its page on error codes).</summary>
    private static readonly FrozenSet<string> Limits = FrozenSet.ToFrozenSet(
    [
        "EntityTooLarge", "InvalidInput", "KeyValueTooLarge", "OutOfRangeInput", "PropertyValueTooLarge", "RequestBodyTooLarge",
        "TooManyProperties",
    ]);

    /// <summary>Sends a request.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> request, CancellationToken cancellation)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception failure) when (Translate(failure, cancellation) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Reads a list, page by page.</summary>
    public static async IAsyncEnumerable<T> TranslateAsync<T>(
        IAsyncEnumerable<T> list, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var items = list.GetAsyncEnumerator(cancellation);
        await using var disposed = items.ConfigureAwait(false);
        while (await TranslateAsync(() => items.MoveNextAsync().AsTask(), cancellation).ConfigureAwait(false))
        {
            yield return items.Current;
        }
    }

    /// <summary>The translated exception; null if there is none.</summary>
    public static Exception? Translate(Exception failure, CancellationToken cancellation) => failure switch
    {
        _ when IsAway(failure) => failure is OperationCanceledException && cancellation.IsCancellationRequested
            ? null
            : new StorageUnavailableException("Azure Storage does not answer, or has too much to do.", failure),
        RequestFailedException { ErrorCode: { } code } when Limits.Contains(code) =>
            new StorageLimitException($"Azure Storage refused what is beyond its limits: {code}.", failure),
        RequestFailedException refused when ConflictOf(refused) is { } conflict => new ConflictException(conflict, failure),
        _ => null,
    };

    private static Conflict? ConflictOf(RequestFailedException refused) => refused.ErrorCode switch
    {
        "EntityAlreadyExists" or "BlobAlreadyExists" => Conflict.Exists,
        "EntityNotFound" or "ResourceNotFound" or "BlobNotFound" => Conflict.Missing,
        "UpdateConditionNotSatisfied" or "ConditionNotMet" => Conflict.Changed,
        _ => null,
    };

    private static bool IsAway(Exception failure) => failure switch
    {
        RequestFailedException request => request.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.All(IsAway),
        OperationCanceledException or IOException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
