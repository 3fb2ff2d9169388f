using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>How far an import is.</summary>
/// <param name="Line">The line of the file up to which all is done; 0 where nothing is.</param>
/// <param name="Rows">How many rows that is.</param>
/// <param name="Report">What became of them.</param>
/// <param name="Done">Whether that is the whole file.</param>
public sealed record ImportProgress(int Line, int Rows, ImportReport Report, bool Done)
{
    /// <summary>Nothing is done yet.</summary>
    public static ImportProgress None { get; } = new(0, 0, ImportReport.Empty, Done: false);
}

/// <summary>
/// Imports customers: reads a file as it comes, and writes as many customers in a transaction as fit. A customer is written whole or not
/// at all, and an import that broke off can be repeated: what is there already, just so, counts as unchanged.
/// </summary>
public sealed class CustomerImport(StorageTables storage, CustomerStore customers, NumberRegion region, TimeProvider time)
{
    private const int Attempts = 5;
    private const int LooksAtATime = 16;
    internal const int Previewed = 10;

    /// <summary>The work of naming conversations that follows from an import; <paramref name="importId"/> is a UUID.</summary>
    public static WorkId Naming(string importId) => WorkId.OfCustomers($"named.{importId}");

    /// <summary>Imports a file, or what is left of it.</summary>
    /// <param name="importId">The import's UUID. The same file under the same id makes the same customers, however often it is
    /// begun.</param>
    /// <param name="file">The file, see <see cref="ContactFile"/>.</param>
    /// <param name="before">How far it was; the file is read from the beginning all the same.</param>
    /// <param name="begins">Called once, before anything is written.</param>
    /// <param name="until">When to stop, unless it is done before.</param>
    /// <param name="cancellation">Stops it; what was written stays.</param>
    /// <returns>How far it is. Where it imported anything, <see cref="Naming"/> is to be started.</returns>
    /// <exception cref="ContactFileException">It is no file of contacts; nothing was changed.</exception>
    internal async Task<ImportProgress> RunAsync(
        string importId, Stream file, ImportProgress before, Func<Task> begins, DateTimeOffset until, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(file, await region.ReadAsync(cancellation), cancellation);
        var run = new Run(storage, customers, time, begins, importId, before.Report);
        var (line, rows) = (before.Line, before.Rows);
        await foreach (var contact in contacts.ReadAsync(before.Line, cancellation))
        {
            if (rows > before.Rows && time.GetUtcNow() >= until)
            {
                return new(line, rows, await run.CompleteAsync(cancellation), Done: false);
            }

            await run.TakeAsync(contact, cancellation);
            (line, rows) = (contact.Line, rows + 1);
        }

        return new(line, rows, await run.CompleteAsync(cancellation), Done: true);
    }

    /// <summary>Whether a file, or what is there of it, begins as one of contacts does.</summary>
    /// <exception cref="ContactFileException">It does not.</exception>
    internal async Task CheckAsync(Stream beginning, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(beginning, await region.ReadAsync(cancellation), cancellation);
    }

    /// <summary>How a file would be read: its columns, the first customers, and what is wrong up to there. Changes nothing.</summary>
    /// <exception cref="ContactFileException">It is no file of contacts.</exception>
    internal async Task<ImportPreview> PreviewAsync(Stream file, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(file, await region.ReadAsync(cancellation), cancellation);
        var (first, refused, cells) = (new List<PreviewedCustomer>(), new FirstFaults([], 0), new FirstFaults([], 0));
        await foreach (var contact in contacts.ReadAsync(0, cancellation))
        {
            if (contact.Details is { } details)
            {
                first.Add(new(contact.Line, details.Name, details.Numbers, details.Email, details.Notes));
            }
            else
            {
                refused.Add(contact.Refusal!);
            }

            foreach (var cell in contact.LeftOut)
            {
                cells.Add(cell);
            }

            if (first.Count == Previewed || refused.Count == Previewed * Previewed)
            {
                break;
            }
        }

        return new(contacts.Mapping, first, refused.First, cells.First);
    }

    private sealed class Run(
        StorageTables storage, CustomerStore customers, TimeProvider time, Func<Task> begins, string importId, ImportReport before)
    {
        private readonly Dictionary<long, int> _lines = [];
        private readonly FirstFaults _refused = new(before.Rows, before.More);
        private readonly FirstFaults _cells = new(before.Cells, before.MoreCells);
        private List<Candidate> _batch = [];
        private bool _began;
        private int _operations = 1;
        private int _imported = before.Imported;
        private int _unchanged = before.Unchanged;

        public async Task TakeAsync(Contact line, CancellationToken cancellation)
        {
            if (line.Details is not { } details)
            {
                _refused.Add(line.Refusal!);
                return;
            }

            foreach (var cell in line.LeftOut)
            {
                _cells.Add(cell);
            }

            if (_batch is [var first, ..]
                && details.Numbers.Any(number => _lines.TryGetValue(Digits(number), out var earlier) && earlier >= first.Line))
            {
                // The earlier row may be refused yet: then the number is free.
                await WriteAsync(cancellation);
            }

            if (details.Numbers.FirstOrDefault(number => _lines.ContainsKey(Digits(number))) is { } taken)
            {
                _refused.Add(new(line.Line, $"The number {taken} stands in line {_lines[Digits(taken)]} already."));
                return;
            }

            foreach (var number in details.Numbers)
            {
                _lines.Add(Digits(number), line.Line);
            }

            var needed = details.Numbers.Length + 2;
            if (_operations + needed > TableOperations.MaxTransactionSize)
            {
                await WriteAsync(cancellation);
            }

            _operations += needed;
            _batch.Add(
                new(line.Line, new(IdOf(line.Line), details.Name, details.Numbers, details.Email, details.Notes, time.GetUtcNow()),
                    details));
        }

        public async Task<ImportReport> CompleteAsync(CancellationToken cancellation)
        {
            await WriteAsync(cancellation);
            return new(_imported, _unchanged, _refused.Count, _refused.First, _refused.More, _cells.First, _cells.More);
        }

        /// <summary>The same in each try: a customer who was saved before the process died is known again.</summary>
        private string IdOf(int line) =>
            new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{importId}.{line}")).AsSpan(0, 16)).ToString();

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
                var naming = WorkItem.New(Naming(importId), WorkKind.NameCustomers, now);
                List<RowChange> changes = [
                    .. _batch.SelectMany(candidate => CustomerStore.Added(candidate.Customer, now)), new RowChange.Upsert(naming.ToRow())];
                try
                {
                    await storage.Customers.SubmitAsync(changes, cancellation);
                    _imported += _batch.Count;
                    _batch = [];
                }
                catch (ConflictException conflict) when (conflict.Kind is Conflict.Exists && attempt < Attempts)
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
                        _refused.Add(new(candidate.Line, reason));
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
                        : (await customers.FindAsync(owner.Id, cancellation))?.Customer.Has(candidate.Details) is true
                            ? new(null, IsImported: false)
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
