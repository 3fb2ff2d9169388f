using System.Text;
using System.Text.Json;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

/// <summary>The provider's copy is deleted only when the inbox's is known to be complete. Until then nothing is lost.</summary>
public sealed class IncompleteRecordingTests(TestStorage storage)
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);
    private static readonly byte[] One = TestAudio.Mp3(20, full: 1);
    private static readonly byte[] Two = TestAudio.Mp3(20, full: 2);
    private static readonly byte[] Three = TestAudio.Mp3(20, full: 3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Responses with status 200 that are not a recording of 20 seconds, and their media types.</summary>
    public static TheoryData<string, byte[], string?> NoAudio => new()
    {
        { "nothing", [], "audio/mpeg" },
        { "nothing, of no type", [], null },
        { "a page", Bytes("<!DOCTYPE html><html><body>Sign in</body></html>"), "text/html" },
        { "a page that is called audio", Bytes("\uFEFF\n<html><body>Sign in</body></html>"), "audio/mpeg" },
        { "JSON", Bytes("""{"error":{"code":"NotFound"}}"""), "application/json" },
        { "JSON that is called nothing", Bytes("""[{"error":"busy"}]"""), null },
        { "XML", Bytes("""<?xml version="1.0"?><Error><Code>Busy</Code></Error>"""), "application/octet-stream" },
        { "a word", Bytes("Service Unavailable\r\n"), "text/plain" },
        { "a page in another encoding", Encoding.Latin1.GetBytes("Anmeldung n\u00F6tig"), "audio/wav" },
        { "a page in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<html>")], null },
    };

    [Theory, MemberData(nameof(NoAudio))]
    public async Task Download_that_is_no_audio_is_tried_again_and_the_provider_keeps_the_recording(
        string what, byte[] content, string? type)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var address = run.Source.Keep(content, type);
        await run.FinishedAsync(TwentySeconds, address);

        var step = await run.StepAsync();

        Assert.True(step is { Finished: false, NextStepAt: not null }, what);
        Assert.Equal(["open 0"], run.Source.Asked);
        Assert.Null(await run.ArchivedAsync());
        Assert.Null((await run.ItemAsync(call.Id)).RecordingId);

        run.Source.Put(address, () => new(new MemoryStream(One), One.Length, "audio/mpeg"));
        run.Time.SetUtcNow(step.NextStepAt!.Value);
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(One, await run.ArchivedAsync());
        Assert.Equal(["open 0", "open 0", "delete 0"], run.Source.Asked);
    }

    [Fact]
    public async Task Recording_that_stays_empty_fails_after_a_day_in_words_and_is_never_deleted_at_the_provider()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromSeconds(5), run.Source.Keep([]));
        var arrived = run.Time.GetUtcNow();

        await ToTheEndAsync(run);

        var item = (await run.RowAsync())!;
        Assert.InRange(item.FailedAt!.Value - arrived, TimeSpan.FromHours(24), TimeSpan.FromHours(24.5));
        Assert.Contains("came empty", item.Failure);
        Assert.DoesNotContain(run.Source.Asked, asked => asked.StartsWith("delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parts_that_came_are_heard_while_an_empty_one_is_tried_again_and_in_the_end_all_are_one()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var empty = run.Source.NewAddress();
        var (first, last) = (run.Source.Keep(One), run.Source.Keep(Three));
        run.Source.Put(empty, () => new(new MemoryStream(), 0, "audio/mpeg"));
        await run.FinishedAsync(TimeSpan.FromMinutes(1), first, empty, last);

        var step = await run.StepAsync();

        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(TestAudio.Together(One, Three), await run.ArchivedAsync());
        Assert.Equal(3, run.Source.Count);

        // The provider loses a part that is already copied.
        await run.Source.DeleteAsync(first, Cancellation);
        run.Source.Put(empty, () => new(new MemoryStream(Two), Two.Length, "audio/mpeg"));
        run.Time.SetUtcNow(step.NextStepAt!.Value);
        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(TestAudio.Together(One, Two, Three), await run.ArchivedAsync());
        Assert.Single(await run.BlobsAsync());
        Assert.Equal(0, run.Source.Count);
    }

    [Fact]
    public async Task Recording_that_is_much_shorter_than_the_provider_says_is_heard_but_not_deleted_there_until_it_comes_whole()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var (half, whole) = (
            WavWriter.Tone(TimeSpan.FromSeconds(10), TimeSpan.Zero, 440), WavWriter.Tone(TwentySeconds, TimeSpan.Zero, 440));
        var address = run.Source.Keep(half);
        await run.FinishedAsync(TwentySeconds, address);

        var step = await run.StepAsync();
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(half, await run.ArchivedAsync());
        Assert.Equal(1, run.Source.Count);

        run.Source.Put(address, () => new(new MemoryStream(whole), whole.Length, null));
        run.Time.SetUtcNow(step.NextStepAt!.Value);
        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(whole, await run.ArchivedAsync());
        Assert.Equal(0, run.Source.Count);
    }

    /// <summary>Content that may be an incomplete recording of 20 seconds.</summary>
    public static TheoryData<string, byte[], string?> Doubtful => new()
    {
        { "much shorter", WavWriter.Tone(TimeSpan.FromSeconds(10), TimeSpan.Zero, 440), "audio/wav" },
        { "much shorter", TestAudio.Mp3(8), "audio/mpeg" },
        { "much shorter", [0x1A, 0x45, 0xDF, 0xA3, .. "webm"u8], "audio/webm" },
        { "ends before its sound does", WavWriter.Tone(TimeSpan.FromSeconds(30), TimeSpan.Zero, 440)[..^100_000], "audio/wav" },
        { "calls a text", [.. Enumerable.Repeat<byte>(1, 10_000)], "text/plain" },
    };

    [Theory, MemberData(nameof(Doubtful))]
    public async Task What_may_not_be_all_is_kept_as_it_came_and_given_up_after_an_hour_for_an_admin_to_see(
        string why, byte[] content, string? type)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        await run.FinishedAsync(TwentySeconds, run.Source.Keep(content, type));
        var arrived = run.Time.GetUtcNow();

        await ToTheEndAsync(run);

        var item = (await run.RowAsync())!;
        Assert.InRange(item.FailedAt!.Value - arrived, TimeSpan.FromHours(1), TimeSpan.FromHours(1.3));
        Assert.Contains(why, item.Failure);
        Assert.Equal(1, run.Source.Count);
        Assert.Equal(content, await run.ArchivedAsync());
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);

        // After a day nothing more can arrive, so the copy counts as complete.
        run.Time.Advance(TimeSpan.FromDays(1));
        var again = item with { FailedAt = null, Failure = null, Attempts = 0, DueAt = run.Time.GetUtcNow() };
        Assert.NotNull(await run.Get<WorkItemStore>().ChangeAsync(again, Cancellation));
        Assert.True((await run.StepAsync()).Finished);
        Assert.Null(await run.RowAsync());
        Assert.Equal(content, await run.ArchivedAsync());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    [InlineData("6620.5")]
    [InlineData("\"6620\"")]
    public async Task Recording_of_no_duration_that_can_be_is_fetched_all_the_same_and_its_deletion_left_to_the_provider(string duration)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var address = run.Source.Keep(One);

        await run.FinishedAsync(JsonSerializer.Deserialize<JsonElement>(duration),
            new[] { new { index = 0, contentLocation = address, deleteLocation = (Uri?)address } });

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(["open 0"], run.Source.Asked);
        Assert.Equal(One, await run.ArchivedAsync());
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("objects/0")]
    [InlineData("file:///etc/hosts")]
    public async Task Part_without_an_address_to_delete_it_at_is_fetched_all_the_same(string? deleteLocation)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var (first, second) = (run.Source.Keep(One), run.Source.Keep(Two));

        await run.FinishedAsync(40_000, new[]
        {
            new { index = 0, contentLocation = first, deleteLocation },
            new { index = 1, contentLocation = second, deleteLocation = (string?)second.ToString() },
        });

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(["open 0", "open 1", "delete 1"], run.Source.Asked);
        Assert.Equal(TestAudio.Together(One, Two), await run.ArchivedAsync());
    }

    [Fact]
    public async Task Part_without_an_address_to_read_it_at_keeps_no_other_from_being_fetched()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var first = run.Source.Keep(One);

        await run.FinishedAsync(
            20_000, new[] { new { index = 0, contentLocation = (Uri?)first, deleteLocation = first },
                new { index = 1, contentLocation = (Uri?)null, deleteLocation = first } });
        await ToTheEndAsync(run);

        Assert.Equal(One, await run.ArchivedAsync());
        Assert.Contains("no address", (await run.RowAsync())!.Failure);
        Assert.Equal(1, run.Source.Count);
    }

    [Fact]
    public async Task Part_that_is_listed_twice_is_heard_once()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var (first, second) = (run.Source.Keep(One), run.Source.Keep(Two));
        var otherHost = new Uri("https://eu-storage.example" + second.AbsolutePath);

        await run.FinishedAsync(40_000, new[]
        {
            new { documentId = "d0", index = 0, contentLocation = first, deleteLocation = first },
            new { documentId = "d0", index = 0, contentLocation = first, deleteLocation = first },
            new { documentId = "d0", index = 0, contentLocation = new Uri("https://storage.example/d0/another"), deleteLocation = first },
            new { documentId = "d1", index = 1, contentLocation = second, deleteLocation = second },
            new { documentId = "d1", index = 2, contentLocation = otherHost, deleteLocation = second },
        });

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(["open 0", "open 1", "delete 0", "delete 1"], run.Source.Asked);
        Assert.Equal(TestAudio.Together(One, Two), await run.ArchivedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parts_that_a_later_event_names_are_archived_too_also_when_the_first_are_done(bool done)
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync();
        var (first, second, third) = (run.Source.Keep(One), run.Source.Keep(Two), run.Source.Keep(Three));
        await run.FinishedAsync(TwentySeconds, first);
        if (done)
        {
            Assert.True((await run.StepAsync()).Finished);
        }

        await run.FinishedAsync(TimeSpan.FromMinutes(1), first, second, third);
        await run.FinishedAsync(TwentySeconds, first);
        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(TestAudio.Together(One, Two, Three), await run.ArchivedAsync());
        Assert.Equal(0, run.Source.Count);
        Assert.Null(await run.RowAsync());
        Assert.Equal(RecordingRun.RecordingId, (await run.ItemAsync(call.Id)).RecordingId);
        await run.FinishedAsync(TimeSpan.FromMinutes(1), first, second, third);
        Assert.Null(await run.RowAsync());
    }

    [Fact]
    public async Task Parts_that_a_later_event_names_while_the_work_ends_are_not_forgotten()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var (first, second) = (run.Source.Keep(One), run.Source.Keep(Two));
        await run.FinishedAsync(TwentySeconds, first);
        Assert.True((await run.Get<BackgroundWorkRunner>().StepAsync(RecordingRun.Work, run.Get<HostServices>(), Cancellation)).Finished);

        await run.FinishedAsync(TimeSpan.FromSeconds(40), first, second);
        await run.Get<BackgroundWorkRunner>().FinishAsync(RecordingRun.Work, Cancellation);

        Assert.True((await run.StepAsync()).Finished);
        Assert.Equal(TestAudio.Together(One, Two), await run.ArchivedAsync());
    }

    [Fact]
    public async Task Voicemail_is_not_dropped_for_a_duration_that_its_sound_contradicts()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        var call = await run.CallAsync(RecordingPurpose.Voicemail, answered: false);
        await run.FinishedAsync(TimeSpan.FromSeconds(1), run.Source.Keep(One));

        Assert.True((await run.StepAsync()).Finished);

        Assert.True((await run.ItemAsync(call.Id)).Voicemail);
        Assert.Equal(One, await run.ArchivedAsync());
    }

    [Fact]
    public async Task Work_that_an_earlier_version_kept_is_done()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        var address = run.Source.Keep(One);
        var item = FinishedRecordings.Work(
            new(RecordingRun.RecordingId, [], run.Time.GetUtcNow(), TwentySeconds), run.Time.GetUtcNow()) with
        {
            Recording = $$"""
                {"recordingId":"{{RecordingRun.RecordingId}}","parts":[{"content":"{{address}}","delete":"{{address}}"}],
                "startedAt":"2026-01-05T09:01:00Z","duration":"00:00:20"}
                """,
        };
        await run.Get<WorkItemStore>().AddOnceAsync(item, Cancellation);

        Assert.True((await run.StepAsync()).Finished);

        Assert.Equal(One, await run.ArchivedAsync());
        Assert.Equal(0, run.Source.Count);
    }

    /// <summary>Runs the work whenever it is due, until it is done or given up.</summary>
    private static async Task ToTheEndAsync(RecordingRun run)
    {
        while (await run.StepAsync() is { NextStepAt: { } comeBackAt })
        {
            run.Time.SetUtcNow(comeBackAt);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
