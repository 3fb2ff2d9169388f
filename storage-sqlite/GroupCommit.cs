using System.Collections.Concurrent;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The only writer of the database, on its own thread. It commits all waiting writes as one transaction. If one of them is refused, it
/// repeats the group with a savepoint for each write, so that only that one is rolled back. A write completes after the commit.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxGroup = 256;

    private readonly BlockingCollection<Write> _waiting = [];
    private readonly Func<Connection> _open;
    private readonly TimeProvider _time;
    private readonly Task _thread;
    private Connection? _connection;

    /// <summary>Starts the thread.</summary>
    /// <param name="open">Opens a connection. Called again after a failure.</param>
    /// <param name="time">The clock of storage.</param>
    public GroupCommit(Func<Connection> open, TimeProvider time)
    {
        _open = open;
        _time = time;
        _thread = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Executes a write, completely or not at all.</summary>
    /// <param name="change">The write, with the connection and the version number. It may be called twice.</param>
    /// <param name="cancellation">Cancels the write if it has not started yet.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be written. The write may have succeeded nevertheless.</exception>
    public Task<T> WriteAsync<T>(Func<Connection, long, T> change, CancellationToken cancellation)
    {
        var write = new Write<T>(change, cancellation);
        ObjectDisposedException.ThrowIf(_waiting.IsAddingCompleted, this);
        _waiting.Add(write, CancellationToken.None);
        return write.Answer;
    }

    /// <summary>Completes the waiting writes and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _thread;
        _connection?.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            List<Write> group = [first];
            while (group.Count < MaxGroup && _waiting.TryTake(out var next))
            {
                group.Add(next);
            }

            group.RemoveAll(write => write.IsCancelled());
            if (group.Count > 0)
            {
                CommitAndAnswer(group);
            }
        }
    }

    private void CommitAndAnswer(List<Write> group)
    {
        try
        {
            Commit(_connection ??= _open(), group);
        }
        catch (Exception failure)
        {
            // Closing rolls back. The next write opens a new connection.
            _connection?.Dispose();
            _connection = null;
            var answer = SqliteFailures.IsUnavailable(failure, out var unavailable) ? unavailable : failure;
            group.ForEach(write => write.Refuse(answer));
        }

        group.ForEach(write => write.SendAnswer());
    }

    private void Commit(Connection connection, List<Write> group)
    {
        if (!TryCommitAll(connection, group))
        {
            CommitOneByOne(connection, group);
        }
    }

    /// <summary>Commits a group without savepoints, the usual case. Rolls back if a write is refused.</summary>
    private bool TryCommitAll(Connection connection, List<Write> group)
    {
        var version = Begin(connection, group);
        try
        {
            group.ForEach(write => write.Execute(connection, ++version));
        }
        catch (Exception refusal) when (!SqliteFailures.IsUnavailable(refusal, out _))
        {
            connection.Execute("ROLLBACK");
            return false;
        }

        connection.Execute("COMMIT");
        return true;
    }

    /// <summary>
    /// Commits the writes that are not refused. Slower, because SQLite copies every page that is changed after a savepoint.
    /// </summary>
    private void CommitOneByOne(Connection connection, List<Write> group)
    {
        var version = Begin(connection, group);
        var done = 0;
        foreach (var write in group)
        {
            connection.Execute("SAVEPOINT one");
            try
            {
                write.Execute(connection, ++version);
                done++;
            }
            catch (Exception refusal) when (!SqliteFailures.IsUnavailable(refusal, out _))
            {
                connection.Execute("ROLLBACK TO one");
                write.Refuse(refusal);
            }

            connection.Execute("RELEASE one");
        }

        connection.Execute(done > 0 ? "COMMIT" : "ROLLBACK");
    }

    /// <summary>Begins a transaction.</summary>
    /// <returns>The version before the first write.</returns>
    private long Begin(Connection connection, List<Write> group)
    {
        connection.Execute("BEGIN IMMEDIATE");
        return connection.ReadNumber(
            "UPDATE last_version SET version = max(version + ?1, ?2) RETURNING version",
            group.Count, _time.GetUtcNow().UtcTicks)!.Value - group.Count;
    }

    private abstract class Write
    {
        public abstract bool IsCancelled();

        public abstract void Execute(Connection connection, long version);

        public abstract void Refuse(Exception failure);

        public abstract void SendAnswer();
    }

    private sealed class Write<T>(Func<Connection, long, T> change, CancellationToken cancellation) : Write
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _refusal;
        private T? _result;

        public Task<T> Answer => _answer.Task;

        public override bool IsCancelled() => cancellation.IsCancellationRequested && _answer.TrySetCanceled(cancellation);

        public override void Execute(Connection connection, long version) => _result = change(connection, version);

        public override void Refuse(Exception failure) => _refusal = failure;

        public override void SendAnswer()
        {
            if (_refusal is null)
            {
                _answer.SetResult(_result!);
            }
            else
            {
                _answer.SetException(_refusal);
            }
        }
    }
}
