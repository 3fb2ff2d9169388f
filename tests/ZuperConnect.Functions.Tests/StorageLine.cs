using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests;

/// <summary>The line to storage, which a test can cut.</summary>
internal sealed class StorageLine
{
    private int _failing;
    private bool _losesWrites;
    private bool _repeatsUpdate;
    private bool _cutsAfterTransaction;

    public int Requests { get; private set; }

    /// <summary>As many requests as this do not get through.</summary>
    public void FailNext(int requests) => _failing = requests;

    /// <summary>The next transaction gets through, but not its answer.</summary>
    public void LoseNextAnswer() => _losesWrites = true;

    /// <summary>The next transaction gets through with its answer, and the request after it does not.</summary>
    public void CutAfterNextTransaction() => _cutsAfterTransaction = true;

    /// <summary>The next update of one row gets through, but its answer only to the repetition that the client sends then.</summary>
    public void RepeatNextUpdate() => _repeatsUpdate = true;

    /// <summary>Lets a request through, or not.</summary>
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
