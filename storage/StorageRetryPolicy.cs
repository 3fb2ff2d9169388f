namespace ZuperConnect.Storage;

/// <summary>Retries with exponential back-off while storage is unavailable.</summary>
/// <param name="InitialDelay">The delay before the second attempt. Each later delay is twice as long.</param>
/// <param name="MaxDelay">The maximum delay.</param>
/// <param name="MaxElapsed">The time after which the last failure is thrown.</param>
public sealed record StorageRetryPolicy(TimeSpan InitialDelay, TimeSpan MaxDelay, TimeSpan MaxElapsed)
{
    /// <summary>
    /// Retries until the attempt succeeds or fails for another reason than <see cref="StorageUnavailableException.IsMeantBy"/>.
    /// </summary>
    /// <param name="attempt">The attempt. It may have succeeded although it threw.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waits">Called before each delay, with the delay and the failure.</param>
    /// <param name="cancellation">Cancels the delays and further attempts.</param>
    public async Task<T> TryAsync<T>(
        Func<Task<T>> attempt, TimeProvider time, Action<TimeSpan, Exception> waits, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = InitialDelay; ; pause = pause * 2 < MaxDelay ? pause * 2 : MaxDelay)
        {
            try
            {
                return await attempt();
            }
            catch (Exception failure) when (StorageUnavailableException.IsMeantBy(failure)
                && !cancellation.IsCancellationRequested && time.GetElapsedTime(started) < MaxElapsed)
            {
                waits(pause, failure);
                await Task.Delay(pause, time, cancellation);
            }
        }
    }
}
