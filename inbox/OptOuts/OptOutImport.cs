using System.ComponentModel.DataAnnotations;
using ZuperConnect.Conversations;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;

namespace ZuperConnect.OptOuts;

/// <summary>The result of importing opt-outs.</summary>
/// <param name="Imported">The number of phone numbers that are opted out by the import.</param>
/// <param name="Unchanged">The number of phone numbers that were already opted out, or have opted in since.</param>
/// <param name="Refused">The number of refused rows.</param>
/// <param name="Rows">The first refused rows, in order.</param>
/// <param name="More">The number of refused rows that <c>rows</c> does not contain.</param>
public sealed record OptOutReport(
    int Imported, int Unchanged, int Refused, [MaxLength(FirstFaults.MaxFaults)] IReadOnlyList<RowFault> Rows, int More);

/// <summary>Imports opt-outs from a stream, in batches. An import never opts in. It can be repeated after an interruption.</summary>
public sealed class OptOutImport(OptOutStore optOuts, ManualOptOuts noting, NumberRegion region, TimeProvider time)
{
    /// <summary>Imports a file.</summary>
    /// <param name="file">The file, see <see cref="OptOutFile"/>.</param>
    /// <param name="by">The user who imports it.</param>
    /// <param name="begins">Called once, before anything is written.</param>
    /// <param name="work">Starts the work that updates the conversations.</param>
    /// <param name="cancellation">Cancels the import. What was written stays.</param>
    /// <exception cref="ContactFileException">It is not a file of opt-outs. Nothing was changed.</exception>
    internal async Task<OptOutReport> RunAsync(Stream file, Author by, Func<Task> begins, IWorkStarter work, CancellationToken cancellation)
    {
        var run = new Run(optOuts, noting, by, begins, work, time.GetUtcNow());
        using var optOutFile = await OptOutFile.OpenAsync(file, await region.ReadAsync(cancellation), cancellation);
        await foreach (var line in optOutFile.ReadAsync(time.GetUtcNow(), cancellation))
        {
            await run.TakeAsync(line, cancellation);
        }

        return await run.CompleteAsync(cancellation);
    }

    private sealed class Run(OptOutStore optOuts, ManualOptOuts noting, Author by, Func<Task> begins, IWorkStarter work, DateTimeOffset now)
    {
        private readonly List<OptOutLine> _batch = new(ManualOptOuts.MaxEntries);
        private readonly FirstFaults _refused = new([], 0);
        private bool _began;
        private int _imported;
        private int _unchanged;

        public async Task TakeAsync(OptOutLine line, CancellationToken cancellation)
        {
            if (line.Refusal is { } refusal)
            {
                _refused.Add(refusal);
                return;
            }

            _batch.Add(line);
            if (_batch.Count == ManualOptOuts.MaxEntries)
            {
                await WriteAsync(cancellation);
            }
        }

        public async Task<OptOutReport> CompleteAsync(CancellationToken cancellation)
        {
            await WriteAsync(cancellation);
            return new(_imported, _unchanged, _refused.Count, _refused.First, _refused.More);
        }

        private async Task WriteAsync(CancellationToken cancellation)
        {
            // If the file contains no time, a known opt-out is more precise.
            var known = await Task.WhenAll(_batch.Select(line =>
                line.At is null ? optOuts.FindAsync(line.Number!, cancellation) : Task.FromResult<OptOut?>(null)));
            List<OptOutEntry> entries = [.. _batch.Zip(known).Where(line => line.Second is not { OptedOut: true })
                .Select(line => new OptOutEntry(line.First.Number, true, line.First.At ?? now, by, line.First.Reason ?? "Imported"))];
            var imported = 0;
            if (entries.Count > 0)
            {
                await (_began ? Task.CompletedTask : begins());
                _began = true;
                var (counts, spreading) = await noting.RecordAsync(entries, cancellation);
                await work.StartAsync(spreading, cancellation);
                imported = counts.Count(counted => counted);
            }

            _imported += imported;
            _unchanged += _batch.Count - imported;
            _batch.Clear();
        }
    }
}
