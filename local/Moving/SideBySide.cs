using System.Runtime.CompilerServices;

namespace ZuperConnect.Local.Moving;

/// <summary>Merges two sorted sequences.</summary>
internal static class SideBySide
{
    /// <summary>Pairs equal items of two sorted sequences, with null for an item that one of them lacks. Each is read once.</summary>
    /// <exception cref="InvalidOperationException">A sequence is not sorted.</exception>
    public static async IAsyncEnumerable<(T? Left, T? Right)> WithAsync<T>(
        this IAsyncEnumerable<T> left,
        IAsyncEnumerable<T> right,
        Comparison<T> order,
        [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        await using var lefts = InOrder(left, order, cancellation).GetAsyncEnumerator(cancellation);
        await using var rights = InOrder(right, order, cancellation).GetAsyncEnumerator(cancellation);
        var (one, other) = (await NextAsync(lefts), await NextAsync(rights));
        while (one is not null || other is not null)
        {
            var place = one is null ? 1 : other is null ? -1 : order(one, other);
            yield return (place <= 0 ? one : null, place >= 0 ? other : null);
            one = place <= 0 ? await NextAsync(lefts) : one;
            other = place >= 0 ? await NextAsync(rights) : other;
        }
    }

    private static async Task<T?> NextAsync<T>(IAsyncEnumerator<T> list)
        where T : class => await list.MoveNextAsync() ? list.Current : null;

    private static async IAsyncEnumerable<T> InOrder<T>(
        IAsyncEnumerable<T> list, Comparison<T> order, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        T? last = null;
        await foreach (var next in list.WithCancellation(cancellation))
        {
            if (last is not null && order(last, next) >= 0)
            {
                throw new InvalidOperationException("Storage did not list by keys in their order, so the two cannot be compared.");
            }

            yield return last = next;
        }
    }
}
