using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// A text file with unknown encoding. A byte order mark decides; otherwise UTF-16 if every other byte is zero; otherwise UTF-8, with
/// invalid bytes read as Windows-1252, which Excel and Outlook write.
/// </summary>
internal sealed class TextFile : IDisposable
{
    private const int Looked = 64;
    private readonly LegacyFallback _legacy;
    private readonly StreamReader _text;

    private TextFile(StreamReader text, LegacyFallback legacy, string beginning) => (_text, _legacy, Beginning) = (text, legacy, beginning);

    /// <summary>The text, read as a stream.</summary>
    public TextReader Text => _text;

    /// <summary>The first characters.</summary>
    public string Beginning { get; }

    /// <summary>The name of the encoding, as far as it is known.</summary>
    public string Encoding => _legacy.WasNeeded ? "windows-1252" : _text.CurrentEncoding.WebName;

    /// <summary>Opens a file and examines its first bytes.</summary>
    public static async Task<TextFile> OpenAsync(Stream file, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(file, new(leaveOpen: true));
        var read = await pipe.ReadAtLeastAsync(Looked, cancellation);
        var first = read.Buffer.Slice(0, Math.Min(Looked, read.Buffer.Length)).ToArray();
        pipe.AdvanceTo(read.Buffer.Start);

        var legacy = new LegacyFallback();
        var encoding = first switch
        {
            [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => System.Text.Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => System.Text.Encoding.BigEndianUnicode,
            _ => System.Text.Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, legacy),
        };
        return new(
            new(pipe.AsStream(leaveOpen: true), encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true), legacy,
            encoding.GetString(first).TrimStart('\uFEFF').TrimStart());
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private sealed class LegacyFallback : DecoderFallback
    {
        private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        public bool WasNeeded { get; private set; }

        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Characters(this);

        private sealed class Characters(LegacyFallback fallback) : DecoderFallbackBuffer
        {
            private string _text = "";
            private int _place;

            public override int Remaining => _text.Length - _place;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                fallback.WasNeeded = true;

                // Windows-1252 does not define five of the bytes.
                _text = string.Concat(Windows1252.GetString(bytesUnknown).Select(one => char.IsControl(one) ? '\uFFFD' : one));
                _place = 0;
                return _text.Length > 0;
            }

            public override char GetNextChar() => _place < _text.Length ? _text[_place++] : '\0';

            public override bool MovePrevious() => _place > 0 && _place-- > 0;

            public override void Reset() => (_text, _place) = ("", 0);
        }
    }
}
