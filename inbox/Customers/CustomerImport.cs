using System.Globalization;
using Azure.Data.Tables;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers;

/// <summary>A row that was refused.</summary>
/// <param name="Line">The line of the file on which it begins.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RefusedRow(int Line, string Reason);

/// <summary>What became of a file of customers.</summary>
/// <param name="Imported">How many customers were saved.</param>
/// <param name="Unchanged">How many were there already, just so.</param>
/// <param name="Refused">How many rows were refused.</param>
/// <param name="Rows">The first of the refused rows, in order.</param>
/// <param name="More">How many more were refused than <paramref name="Rows"/> lists.</param>
public sealed record ImportReport(int Imported, int Unchanged, int Refused, IReadOnlyList<RefusedRow> Rows, int More);

/// <summary>
/// Imports customers: reads a file as it comes, and writes as many customers in a transaction as fit. A customer is written whole or not
/// at all, and an import that broke off can be repeated: what is there already, just so, counts as unchanged.
/// </summary>
public sealed class CustomerImport(InboxStorage storage, CustomerBook customers, NumberRegion region, TimeProvider time)
{
    private const int LargestTransaction = 100;
    private const int LongestReport = 1_000;
    private const int Attempts = 5;
    private const int LooksAtATime = 16;

    /// <summary>Imports a file.</summary>
    /// <param name="file">The file, see <see cref="CustomerCsv"/>.</param>
    /// <param name="begins">Called once, before anything is written.</param>
    /// <param name="cancellation">Stops it; what was written stays.</param>
    /// <returns>What became of it, and the work that follows; null where nothing was imported.</returns>
    /// <exception cref="CustomerFileException">It is no file of customers; nothing was changed.</exception>
    internal async Task<(ImportReport Report, WorkId? Work)> RunAsync(Stream file, Func<Task> begins, CancellationToken cancellation)
    {
        var run = new Run(storage, customers, time, begins);
        await foreach (var line in CustomerCsv.ReadAsync(file, await region.ReadAsync(cancellation)))
        {
            await run.TakeAsync(line, cancellation);
        }

        return await run.CompleteAsync(cancellation);
    }

    private sealed class Run(InboxStorage storage, CustomerBook customers, TimeProvider time, Func<Task> begins)
    {
        private readonly WorkId _work = WorkId.OfCustomers($"import.{Guid.NewGuid()}");
        private readonly Dictionary<long, int> _lines = [];
        private readonly SortedDictionary<int, string> _refused = [];
        private List<Candidate> _batch = [];
        private bool _began;
        private int _operations = 1;
        private int _imported;
        private int _unchanged;
        private int _refusals;

        public async Task TakeAsync(CustomerLine line, CancellationToken cancellation)
        {
            if (line.Details is not { } details)
            {
                Refuse(line.Line, line.Fault!);
                return;
            }

            if (_batch is [var first, ..] && details.Numbers.Any(number => _lines.TryGetValue(Digits(number), out var earlier) && earlier >= first.Line))
            {
                // The earlier row may be refused yet: then the number is free.
                await WriteAsync(cancellation);
            }

            if (details.Numbers.FirstOrDefault(number => _lines.ContainsKey(Digits(number))) is { } taken)
            {
                Refuse(line.Line, $"The number {taken} stands in line {_lines[Digits(taken)]} already.");
                return;
            }

            foreach (var number in details.Numbers)
            {
                _lines.Add(Digits(number), line.Line);
            }

            var needed = details.Numbers.Length + 2;
            if (_operations + needed > LargestTransaction)
            {
                await WriteAsync(cancellation);
            }

            _operations += needed;
            _batch.Add(new(line.Line, new(Guid.NewGuid().ToString(), details.Name, details.Numbers, details.Email, details.Notes, time.GetUtcNow()), details));
        }

        public async Task<(ImportReport Report, WorkId? Work)> CompleteAsync(CancellationToken cancellation)
        {
            await WriteAsync(cancellation);
            List<RefusedRow> rows = [.. _refused.Select(row => new RefusedRow(row.Key, row.Value))];
            return (new(_imported, _unchanged, _refusals, rows, _refusals - rows.Count), _imported > 0 ? _work : null);
        }

        private void Refuse(int line, string reason)
        {
            _refusals++;
            _refused[line] = reason;
            if (_refused.Count > LongestReport)
            {
                _refused.Remove(_refused.Keys.Last());
            }
        }

        /// <summary>
        /// Writes the batch, and with it the work of naming conversations: one piece for the whole file, which every transaction writes
        /// again, so that it is done after the last of them whenever that was.
        /// </summary>
        private async Task WriteAsync(CancellationToken cancellation)
        {
            if (!_began && _batch.Count > 0)
            {
                _began = true;
                await begins();
            }

            for (var attempt = 1; _batch.Count > 0; attempt++)
            {
                var now = time.GetUtcNow();
                var actions = _batch.SelectMany(candidate => CustomerBook.Added(candidate.Customer, now))
                    .Append(new(TableTransactionActionType.UpsertReplace, WorkRow.New(_work, WorkKind.NameCustomers, now)));
                try
                {
                    await storage.Customers.SubmitTransactionAsync(actions, cancellation);
                    _imported += _batch.Count;
                    _batch = [];
                }
                catch (TableTransactionFailedException conflict) when (conflict.Status is 409 && attempt < Attempts)
                {
                    _batch = [.. await UnownedAsync(cancellation)];
                }
            }

            _operations = 1;
        }

        /// <summary>The customers of the batch whose numbers are nobody's; the others are counted.</summary>
        private async Task<IEnumerable<Candidate>> UnownedAsync(CancellationToken cancellation)
        {
            var verdicts = new Verdict?[_batch.Count];
            await Parallel.ForAsync(
                0, _batch.Count, new ParallelOptions { MaxDegreeOfParallelism = LooksAtATime, CancellationToken = cancellation },
                async (place, token) => verdicts[place] = await JudgeAsync(_batch[place], token));
            foreach (var (candidate, verdict) in _batch.Zip(verdicts))
            {
                switch (verdict)
                {
                    case { Reason: { } reason }:
                        Refuse(candidate.Line, reason);
                        foreach (var number in candidate.Customer.Numbers)
                        {
                            _lines.Remove(Digits(number));
                        }

                        break;
                    case { IsImported: true }:
                        _imported++;
                        break;
                    case not null:
                        _unchanged++;
                        break;
                }
            }

            return _batch.Where((_, place) => verdicts[place] is null).ToList();
        }

        /// <summary>Where a number of the customer is somebody's: whether that is this very customer, or why the row is refused.</summary>
        private async Task<Verdict?> JudgeAsync(Candidate candidate, CancellationToken cancellation)
        {
            foreach (var number in candidate.Customer.Numbers)
            {
                if (await customers.FindOwnerAsync(number, cancellation) is { Customer: var owner })
                {
                    // Where the answer to a transaction is lost, the client repeats it and finds its own rows.
                    return owner.Id == candidate.Customer.Id ? new(null, IsImported: true)
                        : (await customers.FindAsync(owner.Id, cancellation))?.Customer.Has(candidate.Details) is true ? new(null, IsImported: false)
                        : new($"The number {number} belongs to {owner.Name} ({owner.Id}).", IsImported: false);
                }
            }

            return null;
        }

        private static long Digits(PhoneNumber number) => long.Parse(number.Key, CultureInfo.InvariantCulture);

        private sealed record Candidate(int Line, Customer Customer, CustomerDetails Details);

        private sealed record Verdict(string? Reason, bool IsImported);
    }
}
