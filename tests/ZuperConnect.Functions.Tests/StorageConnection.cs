using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests;

/// <summary>The connection to storage, which a test can interrupt.</summary>
internal sealed class StorageConnection
{
    private int _failing;
    private bool _losesWrites;
    private bool _repeatsUpdate;
    private bool _cutsAfterTransaction;

    public int Requests { get; private set; }

    /// <summary>Makes the next requests fail before they are sent.</summary>
    public void FailNext(int requests) => _failing = requests;

    /// <summary>Loses the response to the next transaction.</summary>
    public void LoseNextAnswer() => _losesWrites = true;

    /// <summary>Makes the request after the next transaction fail.</summary>
    public void CutAfterNextTransaction() => _cutsAfterTransaction = true;

    /// <summary>Loses the response to the next update of a row; the client's retry gets a response.</summary>
    public void RepeatNextUpdate() => _repeatsUpdate = true;

    /// <summary>Forwards a request, or fails.</summary>
    public async Task WatchAsync(StorageRequest request, Func<Task> next)
    {
        Requests++;
        if (_failing > 0)
        {
            _failing--;
            throw new StorageUnavailableException("The line to storage is cut.");
        }

        if (_repeatsUpdate && request.Changes is [RowChange.Replace])
        {
            _repeatsUpdate = false;
            await next();
        }

        await next();
        if (_cutsAfterTransaction && request.Changes.Count > 1)
        {
            (_cutsAfterTransaction, _failing) = (false, 1);
        }

        if (_losesWrites && request.Changes.Count > 1)
        {
            _losesWrites = false;
            throw new StorageUnavailableException("The answer was lost on the line.");
        }
    }
}
