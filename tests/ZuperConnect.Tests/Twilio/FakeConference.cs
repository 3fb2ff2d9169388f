using System.Collections.Concurrent;
using System.Globalization;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// A conference at Twilio. It starts when two legs are in it, and ends when a leg with <c>endConferenceOnExit</c> leaves.
/// </summary>
internal sealed class FakeConference(string sid, string name, FakeTwilioWebhooks webhooks, FakeCalls calls)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<FakeLeg, (TaskCompletionSource Left, bool Ends)> _participants = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _announced = new();
    private string? _callback;
    private int _sequence;

    public string Sid => sid;

    public string Name => name;

    public bool HasStarted => _started.Task.IsCompleted;

    public bool IsOver { get; private set; }

    /// <summary>The announcements that all participants heard.</summary>
    public IReadOnlyCollection<string> Announced => _announced;

    /// <summary>The numbers of the phones in it.</summary>
    public IReadOnlyList<string> Phones
    {
        get
        {
            lock (_turn)
            {
                return [.. _participants.Keys.Select(leg => leg.Phone)];
            }
        }
    }

    /// <summary>Joins the conference, and waits until the leg leaves or the conference ends.</summary>
    /// <returns>Whether it joined; not a conference that has ended.</returns>
    public async Task<bool> TryJoinAsync(FakeLeg leg, bool endsOnExit, string callback, string? wait, CancellationToken stop)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_turn)
        {
            if (IsOver)
            {
                return false;
            }

            _callback ??= callback;
            _participants[leg] = (left, endsOnExit);
            leg.Conference = this;
            if (_participants.Count > 1)
            {
                _started.TrySetResult();
            }
        }

        if (!HasStarted && wait is not null)
        {
            await leg.RequestAsync(wait, [], stop);
        }

        await left.Task.WaitAsync(stop);
        return true;
    }

    /// <summary>Leaves the conference.</summary>
    public void Leave(FakeLeg leg)
    {
        lock (_turn)
        {
            leg.Conference = null;
            if (!_participants.Remove(leg, out var participant))
            {
                return;
            }

            participant.Left.TrySetResult();
            if (participant.Ends || _participants.Count is 0)
            {
                End();
            }
        }
    }

    /// <summary>Ends the conference for all participants.</summary>
    public void End()
    {
        lock (_turn)
        {
            IsOver = true;
            foreach (var (leg, participant) in _participants)
            {
                leg.Conference = null;
                participant.Left.TrySetResult();
            }

            _participants.Clear();
        }
    }

    /// <summary>Plays a document to all participants, and reports its end.</summary>
    public void Announce(string address) => _ = Task.Run(async () =>
    {
        try
        {
            var answer = await webhooks.SendAsync(
                address, null, new Dictionary<string, string> { ["AccountSid"] = FakeTwilio.AccountSid, ["ConferenceSid"] = sid });
            if (answer?.IsSuccessStatusCode is not true && webhooks.MayFail)
            {
                return;
            }

            var document = FakeLeg.Parse(await answer!.Content.ReadAsStringAsync());
            foreach (var verb in document.Elements())
            {
                _announced.Enqueue(verb.Value);
            }

            await webhooks.SendAsync(_callback!, null, new Dictionary<string, string>
            {
                ["AccountSid"] = FakeTwilio.AccountSid,
                ["ConferenceSid"] = sid,
                ["FriendlyName"] = name,
                ["StatusCallbackEvent"] = "announcement-end",
                ["SequenceNumber"] = (_sequence++).ToString(CultureInfo.InvariantCulture),
                ["Timestamp"] = FakeCalls.Time(calls.Now),
            });
        }
#pragma warning disable CA1031 // The test asserts that there are no faults.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            calls.Faults.Enqueue($"announcement: {failure}");
        }
    });

    public object ToJson() => new
    {
        sid,
        account_sid = FakeTwilio.AccountSid,
        friendly_name = name,
        status = IsOver ? "completed" : "in-progress",
        date_created = FakeCalls.Time(calls.Now),
    };
}
