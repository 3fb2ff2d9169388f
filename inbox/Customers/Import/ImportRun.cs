using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>One run of an import: collects rows for a transaction, writes it, and counts the results.</summary>
internal sealed class ImportRun(
    StorageTables storage, CustomerStore customers, TimeProvider time, Func<Task> begins, string importId, ImportReport before)
{
    private const int Attempts = 5;
    private const int LookupConcurrency = 16;

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
            // The earlier row may still be refused. Then the number is free.
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

    /// <summary>The same in each attempt, so that a customer who was saved before an interruption is recognized.</summary>
    private string IdOf(int line) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{importId}.{line}")).AsSpan(0, 16)).ToString();

    /// <summary>
    /// Writes the batch with the work item that updates names: one for the whole file, written again in every transaction, so that it runs
    /// after the last one.
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
            var naming = WorkItem.New(CustomerImport.Naming(importId), WorkKind.NameCustomers, now);
            List<RowChange> changes = [
                .. _batch.SelectMany(candidate => CustomerRows.NewCustomer(candidate.Customer, now)), new RowChange.Upsert(naming.ToRow())];
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

    /// <summary>The customers of the batch whose numbers have no owner. The others are counted.</summary>
    private async Task<IEnumerable<Candidate>> UnownedAsync(CancellationToken cancellation)
    {
        var verdicts = new Verdict?[_batch.Count];
        await Parallel.ForAsync(
            0, _batch.Count, new ParallelOptions { MaxDegreeOfParallelism = LookupConcurrency, CancellationToken = cancellation },
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

    /// <summary>If a number has an owner: whether that is this very customer, or why the row is refused.</summary>
    private async Task<Verdict?> JudgeAsync(Candidate candidate, CancellationToken cancellation)
    {
        foreach (var number in candidate.Customer.Numbers)
        {
            if (await customers.FindOwnerAsync(number, cancellation) is { Customer: var owner })
            {
                // If the response to a transaction is lost, the client repeats it and finds its own rows.
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
