namespace ZuperConnect.Local.Moving;

/// <summary>Says how far a copy is, every two seconds.</summary>
internal sealed class CopyProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();
    private long _said = time.GetTimestamp();

    /// <summary>So many rows or blobs of a table or container were looked at, and copied where it was necessary.</summary>
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

    /// <summary>Storage is away, and is asked again after a pause.</summary>
    public void Waits(TimeSpan pause, Exception failure)
    {
        lock (_turn)
        {
            output.WriteLine($"  {failure.Message} It is asked again in {pause.TotalSeconds:0} s.");
        }
    }
}
