using Azure.Core;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

public sealed class ArchivingTests(TestStorage storage)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly byte[] Audio = TestAudio.Mp3(Minute);
    private static readonly byte[] One = TestAudio.Mp3(20, full: 1);
    private static readonly byte[] Two = TestAudio.Mp3(20, full: 2);
    private static readonly byte[] Three = TestAudio.Mp3(20, full: 3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finished_recording_is_archived_deleted_at_the_provider_and_in_the_timeline_by_itself()
    {
        await using var run = await RecordingRun.StartAsync(storage, works: true);
        var call = await run.CallAsync();

        await run.FinishedAsync(Minute, run.Source.Keep(Audio, "audio/mpeg"));

        await RunningInbox.EventuallyAsync(() => run.ItemAsync(call.Id), item => item.RecordingId == RecordingRun.RecordingId);
        await RunningInbox.EventuallyAsync(run.RowAsync, row => row is null);
        Assert.Equal(Audio, await run.ArchivedAsync());
        Assert.Equal(["open 0", "delete 0"], run.Source.Asked);
        Assert.Equal(0, (int)(await run.Inbox.ConversationAsync())["unreadCount"]!);
        Assert.Equal("callReceived", (string)(await run.Inbox.ConversationAsync())["lastAction"]!["type"]!);
    }

    [Fact]
    public async Task All_parts_are_put_one_behind_the_other_by_their_index()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        IReadOnlyList<Uri> parts = [run.Source.Keep(One), run.Source.Keep(Two), run.Source.Keep(Three)];
        var chunks = parts.Select((part, index) => new { index, contentLocation = part, deleteLocation = part }).Reverse();

        (await run.PostAsync(EventGridSamples.RecordingFinished(
            Uri.EscapeDataString(RecordingRun.ProviderId), run.Time.GetUtcNow(), 60_000, chunks))).EnsureSuccessStatusCode();

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(TestAudio.Together(One, Two, Three), await run.ArchivedAsync());
        Assert.Equal(["open 0", "open 1", "open 2", "delete 0", "delete 1", "delete 2"], run.Source.Asked);
        Assert.Equal("audio/mpeg", (await run.BlobAsync())!.ContentType);
    }

    [Fact]
    public async Task Recording_of_many_blocks_is_archived_byte_for_byte()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var (first, second) = (TestAudio.Mp3(2_250, full: 1), TestAudio.Mp3(1_050, full: 2));
        await run.FinishedAsync(Minute, run.Source.Keep(first), run.Source.Keep(second));

        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(first.Concat(second), await run.ArchivedAsync());
    }

    [Fact]
    public async Task Download_that_breaks_off_is_started_again_and_nothing_short_is_kept()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var (whole, second) = (TestAudio.Mp3(1_500), run.Source.NewAddress());
        run.Source.Put(second, () => new(new BrokenStream(whole[..5_000_000]), whole.Length, null));
        await run.FinishedAsync(Minute, run.Source.Keep(One), second);

        var broke = await run.StepAsync();
        Assert.Equal(run.Time.GetUtcNow() + TimeSpan.FromSeconds(5), broke.NextStepAt);
        Assert.Equal(One, await run.ArchivedAsync());

        run.Source.Put(second, () => new(new MemoryStream(whole[..5_000_000]), whole.Length, null));
        run.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(run.Time.GetUtcNow() + TimeSpan.FromSeconds(15), (await run.StepAsync()).NextStepAt);
        Assert.Equal(One, await run.ArchivedAsync());
        Assert.DoesNotContain(run.Source.Asked, asked => asked.StartsWith("delete", StringComparison.Ordinal));

        run.Source.Put(second, () => new(new MemoryStream(whole), whole.Length, null));
        Assert.False((await run.StepAsync()).Finished, "It is not due yet.");
        run.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(TestAudio.Together(One, whole), await run.ArchivedAsync());
    }

    [Fact]
    public async Task Copy_that_is_not_whole_is_made_again()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.Get<StorageTables>().Recordings.WriteTextAsync(RecordingRun.RecordingId, "ID3 h");
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));

        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(Audio, await run.ArchivedAsync());
    }

    [Fact]
    public async Task Two_that_archive_the_same_recording_at_once_keep_it()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        await run.FinishedAsync(Minute, run.Source.Keep(One), run.Source.Keep(Two), run.Source.Keep(Three));
        run.Source.Before = what =>
        {
            if (what is "open 1")
            {
                run.Source.Before = _ => { };
                Assert.True(run.StepAsync().GetAwaiter().GetResult().Finished);
            }
        };

        await run.StepAsync();

        Assert.Equal(TestAudio.Together(One, Two, Three), await run.ArchivedAsync());
        Assert.Null(await run.RowAsync());
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
    }

    [Fact]
    public async Task A_recording_longer_than_the_provider_says_is_not_kept_either()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var address = run.Source.NewAddress();
        run.Source.Put(address, () => new(new MemoryStream(Noise(100)), 99, null));
        await run.FinishedAsync(Minute, address);

        Assert.NotNull((await run.StepAsync()).NextStepAt);

        Assert.Null(await run.ArchivedAsync());
    }

    [Fact]
    public async Task Recording_that_cannot_be_deleted_at_the_provider_is_heard_all_the_same_and_deleted_later()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));
        run.Source.Before = FailToDelete;

        var step = await run.StepAsync();
        Assert.Equal((false, run.Time.GetUtcNow() + TimeSpan.FromSeconds(5)), (step.Finished, step.NextStepAt));
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        var version = (long)(await run.Inbox.ConversationAsync())["version"]!;

        run.Source.Before = _ => { };
        run.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(["open 0", "delete 0", "delete 0"], run.Source.Asked);
        Assert.Equal(0, run.Source.Count);
        Assert.Null(await run.RowAsync());
        Assert.Equal(version, (long)(await run.Inbox.ConversationAsync())["version"]!);

        static void FailToDelete(string what)
        {
            if (what.StartsWith("delete", StringComparison.Ordinal))
            {
                throw new HttpRequestException("500");
            }
        }
    }

    public static TheoryData<string> Deaths => ["open 1", "delete 0", "delete 1", "deleted", "told", "toFinish"];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Process_that_dies_at_any_point_leaves_a_recording_that_the_next_one_archives(string when)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        await run.FinishedAsync(Minute, run.Source.Keep(One), run.Source.Keep(Two), run.Source.Keep(Three));
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        run.Source.Before = what => Die(what == when);
        run.Source.AfterDelete = () => Die(when is "deleted" && run.Source.Count is 0);

        if (when is "told" or "toFinish")
        {
            var step = await run.Get<BackgroundWorkRunner>().StepAsync(RecordingRun.Work, run.Get<HostServices>(), life.Token);
            Assert.True(step.Finished);
            if (when is "toFinish")
            {
                await run.Get<LocalConversationOwner>().HandleAsync(step.Commands[0].Conversation, step.Commands[0].Command, Cancellation);
            }
        }
        else
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => run.Get<BackgroundWorkRunner>().StepAsync(RecordingRun.Work, run.Get<HostServices>(), life.Token));
        }

        (run.Source.Before, run.Source.AfterDelete) = (_ => { }, () => { });
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(TestAudio.Together(One, Two, Three), await run.ArchivedAsync());
        Assert.Equal(0, run.Source.Count);
        Assert.Null(await run.RowAsync());
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);

        void Die(bool now)
        {
            if (now)
            {
                life.Cancel();
                life.Token.ThrowIfCancellationRequested();
            }
        }
    }

    [Fact]
    public async Task Storage_that_is_away_while_a_recording_is_archived_only_delays_it()
    {
        Predicate<StorageRequest> isAway = _ => false;
        await using var run = await RecordingRun.StartAsync(storage, configure: builder => builder.Services.WatchStorage(
            (request, next) => isAway(request) ? throw new StorageUnavailableException("Storage is away.") : next()));
        await run.CallAsync();
        await run.FinishedAsync(Minute, run.Source.Keep(Noise(5_000_000)));

        isAway = request => request is { Name: "recordings", Writes: true };
        Assert.NotNull((await run.StepAsync()).NextStepAt);
        isAway = _ => true;
        run.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<StorageUnavailableException>(run.StepAsync);
        isAway = _ => false;
        Assert.Null(await run.ArchivedAsync());

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(5_000_000, (await run.ArchivedAsync())!.Length);
    }

    [Fact]
    public async Task Event_that_comes_five_times_is_one_recording_also_after_its_work_is_done()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var address = run.Source.Keep(Audio);
        await run.FinishedAsync(Minute, address);
        await run.FinishedAsync(Minute, address);
        Assert.True((await run.StepAsync()).Finished);
        run.Time.Advance(TimeSpan.FromDays(3));
        for (var again = 0; again < 3; again++)
        {
            await run.FinishedAsync(Minute, address);
            Assert.Null(await run.RowAsync());
        }

        Assert.Equal(["open 0", "delete 0"], run.Source.Asked);
    }

    [Fact]
    public async Task Recording_that_the_provider_does_not_have_fails_after_an_hour_and_can_be_tried_again()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var address = run.Source.NewAddress();
        await run.FinishedAsync(Minute, address);
        var arrived = run.Time.GetUtcNow();

        while (await run.StepAsync() is { NextStepAt: { } comeBackAt })
        {
            run.Time.SetUtcNow(comeBackAt);
        }

        Assert.InRange((await run.RowAsync())!.FailedAt!.Value - arrived, TimeSpan.FromHours(1), TimeSpan.FromHours(1.3));
        Assert.Contains("does not have", (await run.RowAsync())!.Failure);
        Assert.Equal(new WorkStep([]), await run.StepAsync());
        run.Source.Put(address, () => new(new MemoryStream(Audio), Audio.Length, null));
        (await run.Inbox.Http.PostAsync(new Uri($"api/work/{RecordingRun.Work}/retry", UriKind.Relative), null, Cancellation))
            .EnsureSuccessStatusCode();
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
    }

    [Fact]
    public async Task Recording_that_the_provider_does_not_have_yet_is_archived_when_it_has()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var address = run.Source.NewAddress();
        await run.FinishedAsync(Minute, address);
        run.Time.SetUtcNow((await run.StepAsync()).NextStepAt!.Value);

        run.Source.Put(address, () => new(new MemoryStream(Audio), Audio.Length, null));
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
    }

    [Fact]
    public async Task Recording_is_tried_with_growing_pauses_as_long_as_the_provider_keeps_it()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));
        var arrived = run.Time.GetUtcNow();
        run.Source.Before = _ => throw new HttpRequestException("The provider is away.");

        var pauses = new List<TimeSpan>();
        while (await run.StepAsync() is { NextStepAt: { } comeBackAt })
        {
            pauses.Add(comeBackAt - run.Time.GetUtcNow());
            run.Time.SetUtcNow(comeBackAt);
        }

        Assert.Equal([5, 15, 45, 135, 405, 900, 900], pauses.Take(7).Select(pause => pause.TotalSeconds));
        Assert.InRange((await run.RowAsync())!.FailedAt!.Value - arrived, TimeSpan.FromHours(24), TimeSpan.FromHours(24.5));
    }

    [Fact]
    public async Task Recording_of_a_call_that_lives_waits_as_work()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(over: false);
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));

        var waits = await run.StepAsync();
        Assert.InRange(waits.NextStepAt!.Value - run.Time.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Null((await run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(Audio, await run.ArchivedAsync());

        await run.EndAsync(call.Id);
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(["open 0", "delete 0"], run.Source.Asked);
    }

    [Fact]
    public async Task Recording_of_an_unknown_call_is_attached_when_the_call_turns_up()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));
        Assert.NotNull((await run.StepAsync()).NextStepAt);
        run.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((await run.StepAsync()).NextStepAt);

        var call = await run.CallAsync();
        run.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(["open 0", "delete 0"], run.Source.Asked);
    }

    [Fact]
    public async Task Work_that_was_given_up_is_not_found_by_the_sweep()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.FinishedAsync(Minute, run.Source.Keep(Audio));
        run.Time.Advance(WorkReconciler.AbandonedAfter + TimeSpan.FromSeconds(1));
        Assert.Equal([RecordingRun.Work], await SweptAsync(run));

        run.Time.Advance(RecordingArchive.CallTimeout);
        await run.StepAsync();

        Assert.Equal([], await SweptAsync(run));
    }

    [Theory]
    [InlineData("""{"index":0,"contentLocation":"storage/1","deleteLocation":"https://storage.example/1"}""")]
    [InlineData("""{"index":0,"contentLocation":"file:///etc/hosts","deleteLocation":"https://storage.example/1"}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Event_of_a_recording_that_cannot_be_fetched_is_kept_as_it_came(string chunk)
    {
        await using var run = await RecordingRun.StartAsync(storage);

        var chunks = System.Text.Json.Nodes.JsonNode.Parse($"[{chunk}]")!;
        (await run.PostAsync(EventGridSamples.RecordingFinished("abc", run.Time.GetUtcNow(), 60_000, chunks))).EnsureSuccessStatusCode();
        (await run.PostAsync(
            EventGridSamples.RecordingFinished(
                "", run.Time.GetUtcNow(), 60_000,
                new[] { new { index = 0, contentLocation = "https://s.example/1", deleteLocation = "https://s.example/1" } })))
                    .EnsureSuccessStatusCode();

        Assert.Equal(2, (int)(await run.Inbox.GetAsync("api/health"))["unprocessed"]!);
        Assert.DoesNotContain(await run.Inbox.RowsAsync(), row => row.RowKey.StartsWith("w|", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<WorkId>> SweptAsync(RecordingRun run)
    {
        var swept = new List<WorkId>();
        await run.Get<WorkReconciler>().RunAsync(
            WorkReconciler.AbandonedAfter,
            (item, _) =>
            {
                swept.Add(item.Id);
                return Task.CompletedTask;
            },
            Cancellation);
        return swept;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
