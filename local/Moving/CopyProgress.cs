namespace ZuperConnect.Local.Moving;

/// <summary>Reports the progress of a copy every two seconds.</summary>
internal sealed class CopyProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();
    private long _said = time.GetTimestamp();

    /// <summary>Adds items that were compared, and copied if necessary.</summary>
    public void Looked(string name, long count, string of, long bytes = 0)
    {
        lock (_turn)
        {
            if (time.GetElapsedTime(_said) >= Every)
            {
                _said = time.GetTimestamp();
                output.WriteLine($"  {name}: {new StoredAmount(count, bytes)} {of}");
            }
        }
    }

    /// <summary>Reports that storage is unavailable and is retried.</summary>
    public void Waits(TimeSpan pause, Exception failure)
    {
        lock (_turn)
        {
            output.WriteLine($"  {failure.Message} It is asked again in {pause.TotalSeconds:0} s.");
        }
    }
}
