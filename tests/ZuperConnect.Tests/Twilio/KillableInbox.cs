using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Maintenance;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// An inbox that is killed after a given number of side effects, and started again with the same data: it writes nothing any more, gets no
/// answer, and its own answers are lost. A side effect is a write to storage, or a request to Twilio that changes something.
/// </summary>
internal sealed class KillableInbox : IAsyncDisposable
{
    /// <summary>
    /// What a killed process leaves is found by reconcilers, which run every minute of the test's clock. That clock is as fast as real
    /// time.
    /// </summary>
    public static readonly TimeSpan Patience = WorkReconciler.Interval + TimeSpan.FromMinutes(2);

    private static readonly string[] Hosts = ["127.0.0.1", "localhost"];

    private readonly IStorage _data;
    private readonly TestStorage _storage;
    private readonly FakeTwilio _twilio;
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private readonly List<Life> _lives = [];
    private TaskCompletionSource _alive = New();
    private readonly TaskCompletionSource _killed = New();
    private Task _restart = Task.CompletedTask;
    private int _effectsLeft = int.MaxValue;
    private bool _staysAway;

    private KillableInbox(TestStorage storage, FakeTwilio twilio, TimeProvider time)
    {
        (_storage, _twilio, _time, _data) = (storage, twilio, time, storage.New());
        twilio.Watch = WatchAsync;
        twilio.Webhooks.Through = SendAsync;
    }

    /// <summary>The current process, which may be killed.</summary>
    private Life Current
    {
        get
        {
            lock (_turn)
            {
                return _lives[^1];
            }
        }
    }

    /// <summary>Whether it was killed.</summary>
    public bool WasKilled => _killed.Task.IsCompleted;

    /// <summary>Completes when it is killed.</summary>
    public Task WhenKilled => _killed.Task;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<KillableInbox> StartAsync(TestStorage storage, FakeTwilio twilio, TimeProvider time)
    {
        var inbox = new KillableInbox(storage, twilio, time);
        await inbox.BeginAsync();
        return inbox;
    }

    /// <summary>Kills the inbox after this many side effects from now on.</summary>
    /// <param name="effects">The number of side effects that happen.</param>
    /// <param name="staysAway">
    /// Whether webhooks fail until <see cref="ReturnAsync"/>; otherwise they are repeated to the new process.
    /// </param>
    public void KillAfter(int effects, bool staysAway)
    {
        lock (_turn)
        {
            (_effectsLeft, _staysAway) = (effects, staysAway);
            _twilio.Webhooks.MayFail = staysAway;
        }
    }

    /// <summary>No kill any more.</summary>
    public void Spare()
    {
        lock (_turn)
        {
            _effectsLeft = int.MaxValue;
        }
    }

    /// <summary>Starts again, if it was killed.</summary>
    public async Task ReturnAsync()
    {
        if (WasKilled && !_alive.Task.IsCompleted)
        {
            await Current.EndAsync();
            await BeginAsync();
        }
    }

    /// <summary>Asks the inbox, again if it was killed meanwhile.</summary>
    public async Task<T> AskAsync<T>(Func<RunningInbox, Task<T>> ask)
    {
        while (true)
        {
            await _alive.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
            var life = Current;
            try
            {
                var answer = await ask(life.Inbox);
                if (!life.IsOver)
                {
                    return answer;
                }
            }
            catch (Exception) when (life.IsOver && !Cancellation.IsCancellationRequested)
            {
                // The next life is asked.
            }
        }
    }

    /// <summary>Asks the inbox until the answer is as expected, or the <see cref="Patience"/> ends.</summary>
    public Task<T> UntilAsync<T>(Func<RunningInbox, Task<T>> ask, Predicate<T> expected) =>
        RunningInbox.EventuallyAsync(() => AskAsync(ask), expected, Patience);

    public async ValueTask DisposeAsync()
    {
        await _restart;
        await Current.EndAsync();
        (_twilio.Watch, _twilio.Webhooks.Through) = (null, null);
    }

    /// <summary>Starts a process. Its requests to Twilio go to another name of this machine than those of the one before.</summary>
    private async Task BeginAsync()
    {
        var settings = _twilio.Settings();
        settings["Twilio:ApiAddress"] = new UriBuilder(_twilio.Address) { Host = Hosts[_lives.Count] }.Uri.AbsoluteUri;
        var life = new Life();
        lock (_turn)
        {
            _lives.Add(life);
        }

        life.Inbox = await TwilioInbox.StartAsync(
            _storage, _twilio, _time, settings: settings, configure: builder => builder.Services.AddSingleton<IStorage>(
                new WatchedStorage(_data, (request, next) => StoreAsync(life, request, next))));
        _alive.TrySetResult();
    }

    private async Task StoreAsync(Life life, StorageRequest request, Func<Task> next)
    {
        life.ThrowIfOver();
        await next();
        if (request.Writes)
        {
            Happened(life);
        }

        life.ThrowIfOver();
    }

    private async Task WatchAsync(HttpContext context, Func<Task> next)
    {
        Life life;
        lock (_turn)
        {
            life = _lives[Array.IndexOf(Hosts, context.Request.Host.Host)];
        }

        if (life.IsOver)
        {
            context.Abort();
            return;
        }

        await next();
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            Happened(life);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        if (_staysAway && !_alive.Task.IsCompleted)
        {
            throw new HttpRequestException("The inbox is away.");
        }

        await _alive.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        var life = Current;
        var answer = await send();
        return life.IsOver ? throw new HttpRequestException("The inbox was killed.") : answer;
    }

    private void Happened(Life life)
    {
        lock (_turn)
        {
            if (life.IsOver || --_effectsLeft > 0)
            {
                return;
            }

            _effectsLeft = int.MaxValue;
            life.IsOver = true;
            _alive = New();
            _killed.TrySetResult();
            if (!_staysAway)
            {
                _restart = Task.Run(async () =>
                {
                    await life.EndAsync();
                    await BeginAsync();
                });
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One process.</summary>
    private sealed class Life
    {
        public RunningInbox Inbox { get; set; } = null!;

        public bool IsOver { get; set; }

        public void ThrowIfOver()
        {
            if (IsOver)
            {
                throw new StorageUnavailableException("The process was killed.");
            }
        }

        public ValueTask EndAsync() => Inbox.DisposeAsync();
    }
}
