namespace ZuperConnect.Customers.Import;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line on which it starts. For an unclosed quote: the line of the quote.</param>
/// <param name="Cells">The cells without quotes; empty if the row cannot be read.</param>
/// <param name="Fault">The error message if the row cannot be read; otherwise null.</param>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Cells, string? Fault);

/// <summary>
/// Reads a CSV file (RFC 4180) row by row. Unlike CSV libraries, it limits the length of a row before splitting it, and continues with the
/// next line after an unclosed quote, so that a broken or hostile file costs neither memory nor the rows around the fault.
/// </summary>
internal sealed class CsvRows(TextReader text)
{
    /// <summary>The maximum length of a row, in characters.</summary>
    public const int MaxRowLength = 128 * 1024;

    /// <summary>
    /// The maximum number of cells in a row. Outlook writes about a hundred, Google some more for people with many addresses.
    /// </summary>
    public const int MaxCells = 1_000;

    private const int Chunk = 16 * 1024;

    /// <summary>Each unclosed quote causes part of the file to be read again, so reading stops after this number.</summary>
    private const int MaxUnclosedQuotes = 100;

    private readonly char[] _buffer = new char[MaxRowLength + Chunk];
    private int _start;
    private int _place;
    private int _length;
    private int _line = 1;
    private int _unclosed;
    private bool _wasReturn;
    private bool _isOver;

    private enum Quotes
    {
        None,
        Open,
        Closed,
    }

    /// <summary>Reads the next row; null at the end.</summary>
    /// <param name="delimiter">The delimiter; null to leave the row unsplit, with its quotes.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async ValueTask<CsvRow?> NextAsync(char? delimiter, CancellationToken cancellation)
    {
        if (_isOver)
        {
            return null;
        }

        _start = _place;
        var (line, cells, begin, quotes, quote, quoteLine, isBad) = (_line, new List<string>(), 0, Quotes.None, 0, 0, false);
        while (true)
        {
            if (_place == _length && (_place - _start >= MaxRowLength || !await FillAsync(cancellation)))
            {
                if (quotes is Quotes.Open)
                {
                    return await UnclosedAsync(quote, quoteLine, cancellation);
                }

                if (_place - _start >= MaxRowLength)
                {
                    return await TooLongAsync(line, cancellation);
                }

                return _place == _start ? null : End(0);
            }

            var one = _buffer[_place++];
            if (one is '\n' && _wasReturn)
            {
                // The line already ended at the carriage return before this line feed.
                _wasReturn = false;
                if (_place - 1 == _start)
                {
                    _start = _place;
                }

                continue;
            }

            _wasReturn = one is '\r';
            _line += one is '\n' or '\r' ? 1 : 0;
            switch (one)
            {
                case '"' when quotes is Quotes.Open:
                    quotes = Quotes.Closed;
                    break;
                case '"' when quotes is Quotes.Closed:
                    quotes = Quotes.Open;
                    break;
                case '"' when delimiter is null || IsBlank(begin, _place - 1 - _start):
                    (quotes, quote, quoteLine) = (Quotes.Open, _place - 1 - _start, _line);
                    break;
                case '\n' or '\r' when quotes is not Quotes.Open:
                    return End(1);
                case var _ when quotes is Quotes.Open:
                    break;
                case var _ when one == delimiter:
                    Cut(_place - 1 - _start);
                    break;
                default:
                    isBad |= delimiter is not null && (one is '"' || (quotes is Quotes.Closed && one is not ' '));
                    break;
            }
        }

        CsvRow End(int terminator)
        {
            Cut(_place - terminator - _start);
            return cells.Count > MaxCells ? new(line, [], $"It has more than {MaxCells:N0} cells. Is that a row of customers?")
                : isBad ? new(
                    line, [], "A quote is out of place, or is never closed. Put quotes around the whole cell, and double those inside.")
                : new(line, cells, null);
        }

        void Cut(int end)
        {
            if (cells.Count <= MaxCells)
            {
                var cell = new string(_buffer, _start + begin, end - begin);
                cells.Add(quotes is Quotes.None || delimiter is null || isBad
                    ? cell : cell.Trim(' ')[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal));
            }

            (begin, quotes) = (end + 1, Quotes.None);
        }
    }

    private bool IsBlank(int from, int to) => _buffer.AsSpan(_start + from, to - from).TrimStart(' ').IsEmpty;

    /// <summary>Continues in the line after the unclosed quote.</summary>
    private async ValueTask<CsvRow?> UnclosedAsync(int quote, int line, CancellationToken cancellation)
    {
        const string Fault = "A quote that begins here is never closed. Close it, or leave it out.";
        _unclosed++;
        var after = _buffer.AsSpan((_start + quote).._length).IndexOfAny('\n', '\r');
        (_line, _wasReturn) = (line, false);
        _place = after < 0 ? _length : _start + quote + after;
        await SkipLineAsync(cancellation);
        if (_unclosed < MaxUnclosedQuotes)
        {
            return new(line, [], Fault);
        }

        _isOver = true;
        return new(line, [], $"{Fault} It is the {MaxUnclosedQuotes}th: nothing after it was read.");
    }

    private async ValueTask<CsvRow> TooLongAsync(int line, CancellationToken cancellation)
    {
        await SkipLineAsync(cancellation);
        return new(line, [], $"It has more than {MaxRowLength:N0} characters. Is that a row of customers?");
    }

    private async ValueTask SkipLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_place.._length).IndexOfAny('\n', '\r');
            _place = end < 0 ? _length : _place + end + 1;
            _start = _place;
            if (end >= 0)
            {
                (_wasReturn, _line) = (_buffer[_place - 1] is '\r', _line + 1);
                return;
            }

            if (!await FillAsync(cancellation))
            {
                return;
            }
        }
    }

    /// <summary>Reads more of the current row. Returns false at the end of the file.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start.._length).CopyTo(_buffer);
        (_start, _place, _length) = (0, _place - _start, _length - _start);
        var read = await text.ReadAsync(_buffer.AsMemory(_length, Math.Min(Chunk, _buffer.Length - _length)), cancellation);
        _length += read;
        return read > 0;
    }
}
