using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Outbox;
using ZuperConnect.Tests.Providers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// Calls during which the inbox is killed after a number of side effects, which grows until a call has no more of them. Twilio and the
/// phones go on meanwhile.
/// </summary>
public sealed class KilledDuringCallsTests(TestStorage storage)
{
    private const string StepVariable = "ZUPERCONNECT_KILL_STEP";
    private const int AtOnce = 4;

    /// <summary>Not after each side effect in each test run. Set the variable to 1 for all of them.</summary>
    private static readonly int Step = int.TryParse(Environment.GetEnvironmentVariable(StepVariable), out var step) ? step : 5;

    /// <summary>Fewer side effects would mean that the calls do not do what they are to do.</summary>
    private const int FewestSideEffects = 15;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CallStory.Answered)]
    [InlineData(CallStory.Missed)]
    [InlineData(CallStory.Placed)]
    public Task Killed_anywhere_and_started_again_at_once_the_call_goes_on_as_if_nothing_had_happened(CallStory story) =>
        AfterEachSideEffectAsync(async (inbox, twilio, _, effects) =>
        {
            inbox.KillAfter(effects, staysAway: false);

            var people = new CallPeople(twilio, inbox);
            var callId = await people.PlayAsync(story);

            var call = await SettledAsync(inbox, twilio, callId);
            Assert.Equal(
                story is CallStory.Missed ? ("missed", true) : ("completed", false), ((string)call["status"]!, (bool)call["voicemail"]!));
            Assert.NotNull((string?)call["recordingId"]);
            Assert.Equal(1, twilio.Calls.RecordingsMade);
            Assert.All(twilio.Calls.Legs.GroupBy(leg => leg.Phone), legs => Assert.True(legs.Count() is 1, $"{legs.Key} rang twice."));
        });

    [Theory]
    [InlineData(CallStory.Answered)]
    [InlineData(CallStory.Missed)]
    [InlineData(CallStory.Placed)]
    public Task Killed_anywhere_and_away_for_an_hour_it_has_each_call_once_and_its_recording(CallStory story) =>
        AfterEachSideEffectAsync(async (inbox, twilio, clock, effects) =>
        {
            inbox.KillAfter(effects, staysAway: true);

            var people = new CallPeople(twilio, inbox) { GiveUpIfKilled = true };
            var callId = await people.PlayAsync(story);
            await people.HangUpAllAsync();
            inbox.Spare();
            var returns = ReturnAfterAnHourAsync();
            if (inbox.WasKilled)
            {
                await returns;
            }

            // A user's call that the inbox never had was not acknowledged.
            if (story is CallStory.Placed && !people.WasAcknowledged && (await ItemsAsync(inbox)).Count is 0)
            {
                return;
            }

            var call = await SettledAsync(inbox, twilio, callId, clock);
            Assert.DoesNotContain((string)call["status"]!, (string[])["ringing", "inProgress"]);
            Assert.Equal(twilio.Calls.RecordingsMade > 0, (string?)call["recordingId"] is not null);
            Assert.All(twilio.Calls.Legs.GroupBy(leg => leg.Phone), legs => Assert.True(legs.Count() is 1, $"{legs.Key} rang twice."));

            async Task ReturnAfterAnHourAsync()
            {
                await inbox.WhenKilled;
                clock.Time.Advance(TimeSpan.FromHours(1));
                await inbox.ReturnAsync();
                await inbox.AskAsync(async host =>
                    await host.CompareAsync() + await host.CompareCallsAsync() + await host.CompareRecordingsAsync());
            }
        });

    /// <summary>The only call in the timeline, after the inbox has nothing more to do, and Twilio has nothing of it any more.</summary>
    /// <param name="inbox">The inbox.</param>
    /// <param name="twilio">Twilio.</param>
    /// <param name="callId">The call.</param>
    /// <param name="clock">The clock to advance, so that the inbox compares lost reports with Twilio; null if none are lost.</param>
    private static async Task<JsonNode> SettledAsync(KillableInbox inbox, FakeTwilio twilio, string callId, CallClock? clock = null)
    {
        await inbox.UntilAsync(
            host =>
            {
                clock?.Time.Advance(TimeSpan.FromSeconds(5));
                return host.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation);
            },
            session => session is { Call.IsOver: true, IsBusy: false });
        await inbox.UntilAsync(_ => Task.FromResult(twilio.Calls.Legs.Count(leg => !leg.IsOver)), legs => legs is 0);
        await inbox.UntilAsync(_ => Task.FromResult(twilio.Calls.Recordings.Count()), recordings => recordings is 0);
        await inbox.UntilAsync(
            async host => string.Join(' ', (await host.RowsAsync()).Select(row => row.RowKey)
                .Where(key => key.StartsWith(WorkItem.KeyPrefix, StringComparison.Ordinal))),
            work => work is "");
        return Assert.Single(await ItemsAsync(inbox));
    }

    private static Task<List<JsonNode>> ItemsAsync(KillableInbox inbox) => inbox.AskAsync(
        async host => (await host.TimelineOrNothingAsync()).Where(item => (string)item["type"]! == "call").ToList());

    private async Task AfterEachSideEffectAsync(Func<KillableInbox, FakeTwilio, CallClock, int, Task> playAsync)
    {
        var (last, isComplete) = (Random.Shared.Next(Step) - Step + 1, false);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (!Volatile.Read(ref isComplete))
            {
                var effects = Interlocked.Add(ref last, Step);
                try
                {
                    await using var clock = new CallClock();
                    await using var twilio = await FakeTwilio.StartAsync(clock.Time);
                    await using var inbox = await KillableInbox.StartAsync(storage, twilio, clock.Time);
                    await inbox.AskAsync(async host =>
                    {
                        await host.SetUpNumberAsync();
                        await twilio.TextAsync("Please call me.");
                        return await host.CompareCallsAsync();
                    });
                    await playAsync(inbox, twilio, clock, effects);
                    if (!inbox.WasKilled)
                    {
                        Volatile.Write(ref isComplete, true);
                    }
                }
                catch (Exception failure) when (!Cancellation.IsCancellationRequested)
                {
                    Volatile.Write(ref isComplete, true);
                    throw new InvalidOperationException($"Killed after {effects} side effects: {failure.Message}", failure);
                }
            }
        }));
        Assert.InRange(last, FewestSideEffects, 300);
    }
}
