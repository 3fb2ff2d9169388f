using Microsoft.AspNetCore.Http;

namespace ZuperConnect.Http;

/// <summary>Streams the body of a request up to a length. A longer or interrupted body is a problem.</summary>
internal sealed class LimitedBody(HttpRequest request, int longest) : Stream
{
    private int _taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (request.ContentLength > longest)
        {
            throw Problems.TooLarge(longest);
        }

        try
        {
            var read = await request.Body.ReadAsync(buffer, cancellationToken);
            return (_taken += read) > longest ? throw Problems.TooLarge(longest) : read;
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            // The limit of the server, if it is the lower one.
            throw Problems.TooLarge(longest);
        }
        catch (IOException)
        {
            throw Problems.Broken();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
