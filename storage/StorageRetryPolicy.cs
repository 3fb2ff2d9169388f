namespace ZuperConnect.Storage;

/// <summary>How something is tried again while storage is away.</summary>
/// <param name="InitialDelay">The pause before the second try; each later one is twice as long.</param>
/// <param name="MaxDelay">The longest of the pauses.</param>
/// <param name="MaxElapsed">How long it is tried; after that the failure is the caller's.</param>
public sealed record StorageRetryPolicy(TimeSpan InitialDelay, TimeSpan MaxDelay, TimeSpan MaxElapsed)
{
    /// <summary>Tries until it is done, or fails for another reason (<see cref="StorageUnavailableException.IsMeantBy"/>).</summary>
    /// <param name="attempt">What is tried; it may have been done although it failed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waits">Told of each pause and of the failure before it.</param>
    /// <param name="cancellation">Stops the pauses and further tries.</param>
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
