using System.Text;

namespace ZuperConnect.Customers.Import;

/// <summary>A property of a vCard: <c>[group.]NAME[;parameters]:value</c>.</summary>
/// <param name="Number">The line on which it starts.</param>
/// <param name="Head">The part before the colon.</param>
/// <param name="Value">The unfolded value; empty if it is not needed.</param>
internal readonly record struct VCardLine(int Number, VCardHead Head, string Value);

/// <summary>
/// Reads the properties of a vCard file (vCard 2.1, RFC 2426, RFC 6350) one by one, unfolded. Only needed values are kept, so that photos
/// cost no memory. Lines that are not properties are skipped.
/// </summary>
internal sealed class VCardLines(TextReader text, Func<VCardHead, bool> isRead)
{
    /// <summary>The maximum length of a value that is kept, in characters: one more than a card may have.</summary>
    public const int MaxValueLength = CsvRows.MaxRowLength + 1;

    private const int Chunk = 16 * 1024;
    private const int MaxHeadLength = 2_000;
    private const string Begin = "BEGIN:VCARD";
    private const string End = "END:VCARD";

    private readonly char[] _buffer = new char[Chunk];
    private readonly StringBuilder _text = new();
    private int _place;
    private int _length;
    private int _line = 1;
    private VCardHead? _head;
    private bool _isInHead;
    private bool _isQuoted;
    private bool _isKept;
    private char _last;

    /// <summary>Whether the blank at the start of a continued line is part of the text, as in vCard 2.1.</summary>
    public bool KeepsBlanks { get; set; }

    /// <summary>Reads the next property; null at the end.</summary>
    public async ValueTask<VCardLine?> NextAsync(CancellationToken cancellation)
    {
        while (await HasAsync(1, cancellation))
        {
            var number = _line;
            (_head, _isInHead, _isQuoted, _isKept) = (null, true, false, false);
            _text.Clear();
            do
            {
                await ReadLineAsync(cancellation);
            }
            while (await ContinuesAsync(cancellation));

            if (_isInHead)
            {
                EndHead();
            }

            if (_head is not null)
            {
                return new(number, _head, _isKept ? _text.ToString() : "");
            }
        }

        return null;
    }

    private async ValueTask ReadLineAsync(CancellationToken cancellation)
    {
        _last = '\0';
        while (await HasAsync(1, cancellation))
        {
            var end = _buffer.AsSpan(_place.._length).IndexOfAny('\n', '\r');
            Take(_buffer.AsSpan(_place, end < 0 ? _length - _place : end));
            _place = end < 0 ? _length : _place + end + 1;
            if (end >= 0)
            {
                _line++;
                if (_buffer[_place - 1] is '\r' && await HasAsync(1, cancellation) && _buffer[_place] is '\n')
                {
                    _place++;
                }

                return;
            }
        }
    }

    /// <summary>Whether the next line continues the property. The start and end of a card never do.</summary>
    private async ValueTask<bool> ContinuesAsync(CancellationToken cancellation)
    {
        if (!await HasAsync(1, cancellation))
        {
            return false;
        }

        if (_last is '=' && _head is { IsQuotedPrintable: true })
        {
            await HasAsync(Begin.Length, cancellation);
            var next = _buffer.AsSpan(_place.._length);
            if (!next.StartsWith(Begin, StringComparison.OrdinalIgnoreCase) && !next.StartsWith(End, StringComparison.OrdinalIgnoreCase))
            {
                _text.Length -= _text.Length > 0 && _text[^1] is '=' ? 1 : 0;
                return true;
            }
        }

        if (_buffer[_place] is not (' ' or '\t'))
        {
            return false;
        }

        _place += KeepsBlanks ? 0 : 1;
        return true;
    }

    private void Take(ReadOnlySpan<char> part)
    {
        _last = part.IsEmpty ? _last : part[^1];
        while (_isInHead && !part.IsEmpty)
        {
            _isQuoted ^= part[0] is '"';
            _text.Append(part[0]);
            if ((part[0] is ':' && !_isQuoted) || _text.Length == MaxHeadLength)
            {
                EndHead();
            }

            part = part[1..];
        }

        if (_isKept)
        {
            _text.Append(part[..Math.Min(part.Length, MaxValueLength - _text.Length)]);
        }
    }

    /// <summary>The head ends at the first colon outside quotes. If quotes are unclosed, it ends at the first colon.</summary>
    private void EndHead()
    {
        var read = _text.ToString();
        var colon = _isQuoted || read is not [.., ':'] ? read.IndexOf(':', StringComparison.Ordinal) : read.Length - 1;
        _isInHead = false;
        _head = colon < 0 ? null : VCardHead.Of(read[..colon]);
        _isKept = _head is not null && isRead(_head);
        _text.Remove(0, colon + 1);
    }

    /// <summary>Reads more, up to a number of characters. Returns false if there are fewer.</summary>
    private async ValueTask<bool> HasAsync(int count, CancellationToken cancellation)
    {
        while (_length - _place < count)
        {
            _buffer.AsSpan(_place.._length).CopyTo(_buffer);
            (_place, _length) = (0, _length - _place);
            var read = await text.ReadAsync(_buffer.AsMemory(_length), cancellation);
            if (read is 0)
            {
                return false;
            }

            _length += read;
        }

        return true;
    }
}
