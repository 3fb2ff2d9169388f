using ZuperConnect.Hosting;
using ZuperConnect.Recordings;

namespace ZuperConnect.Benchmarks.Recordings;

/// <summary>
/// A provider that generates the content of recordings while they are read. The path of an address is the length in bytes.
/// </summary>
internal sealed class GeneratedRecordings : IRecordingSource
{
    public static Uri Address(long length) => new($"https://storage.example/{length}");

    /// <summary>The byte at a position of any recording.</summary>
    public static byte At(long place) => (byte)((place * 31) ^ (place >> 12));

    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var length = long.Parse(address.AbsolutePath[1..], System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult<ProviderFile?>(new(new Sound(length), length, "audio/mpeg"));
    }

    public Task DeleteAsync(Uri address, CancellationToken cancellation) => Task.CompletedTask;

    private sealed class Sound(long length) : Stream
    {
        // A download returns no more at once.
        private const int MaxConcurrency = 64 * 1024;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(Math.Min(buffer.Length, MaxConcurrency), length - Position);
            for (var index = 0; index < count; index++)
            {
                buffer[index] = At(Position + index);
            }

            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
