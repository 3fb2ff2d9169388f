using System.Net;
using ZuperConnect.Maintenance;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Recordings;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class RecordingsApiTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly byte[] Audio = MakeAudio();
    private static readonly string Address = $"api/recordings/{RecordingRun.RecordingId}";

    private RecordingRun _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await RecordingRun.StartAsync(storage);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Recording_is_served_whole_with_its_type_and_tag_and_kept_by_nobody_else()
    {
        await ArchiveAsync();

        using var response = await GetAsync(Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Audio, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Audio.Length, response.Content.Headers.ContentLength);
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.NotNull(response.Headers.ETag);
        Assert.Null(response.Content.Headers.ContentDisposition);
    }

    // Media players request the length before they seek.
    [Fact]
    public async Task HEAD_of_a_recording_says_how_long_it_is_and_that_ranges_are_served_and_is_no_playing()
    {
        await ArchiveAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(Address, UriKind.Relative));

        using var response = await _run.Inbox.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Audio.Length, response.Content.Headers.ContentLength);
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.DoesNotContain(
            (await _run.Inbox.GetAsync("api/audit"))["items"]!.AsArray(), entry => (string)entry!["action"]! == "recordingPlayed");
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=1000000-1999999", 1_000_000, 1_999_999)]
    [InlineData("bytes=2999990-", 2_999_990, 2_999_999)]
    [InlineData("bytes=2999990-9999999", 2_999_990, 2_999_999)]
    [InlineData("bytes=-5", 2_999_995, 2_999_999)]
    public async Task Range_of_a_recording_is_served_alone(string range, int from, int to)
    {
        await ArchiveAsync();

        using var response = await GetAsync(Address, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {from}-{to}/{Audio.Length}", response.Content.Headers.ContentRange?.ToString());
        Assert.Equal(Audio[from..(to + 1)], await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Range_beyond_the_end_is_a_416_that_says_how_long_the_recording_is()
    {
        await ArchiveAsync();

        using var response = await GetAsync(Address, ("Range", "bytes=3000000-"));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */3000000", response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task Recording_that_the_client_has_is_not_sent_again_and_a_range_of_another_is_the_whole()
    {
        await ArchiveAsync();
        using var first = await GetAsync(Address);
        var tag = first.Headers.ETag!.ToString();

        using var same = await GetAsync(Address, ("If-None-Match", tag));
        using var range = await GetAsync(Address, ("Range", "bytes=0-9"), ("If-Range", tag));
        using var other = await GetAsync(Address, ("Range", "bytes=0-9"), ("If-Range", "\"other\""));

        Assert.Equal(
            [HttpStatusCode.NotModified, HttpStatusCode.PartialContent, HttpStatusCode.OK],
            [same.StatusCode, range.StatusCode, other.StatusCode]);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Download_is_a_file_named_after_number_customer_and_time()
    {
        await ArchiveAsync();
        var recordedAt = _run.Time.GetUtcNow() - TimeSpan.FromSeconds(20);

        using var response = await GetAsync($"{Address}?download=true");

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(
            $"14255550100-12065550199-{recordedAt:yyyyMMdd'T'HHmmss'Z'}.mp3", response.Content.Headers.ContentDisposition?.FileName);
        await RunningInbox.ProblemAsync(await GetAsync($"{Address}?download=maybe"), 400);
    }

    [Fact]
    public async Task Ticket_opens_its_recording_without_a_token_for_five_minutes()
    {
        await ArchiveAsync();
        var ticket = await RunningInbox.JsonAsync(await PostAsync($"{Address}/tickets"));
        var url = ((string)ticket["url"]!)[1..];
        Assert.StartsWith($"{Address}?ticket=", url);
        Assert.Equal(_run.Time.GetUtcNow() + FileAccessTokens.Lifetime, (DateTimeOffset)ticket["expiresAt"]!);

        _run.Inbox.Http.DefaultRequestHeaders.Authorization = null;
        _run.Time.Advance(FileAccessTokens.Lifetime - TimeSpan.FromSeconds(1));
        using var opened = await GetAsync(url, ("Range", "bytes=0-9"));
        Assert.Equal(Audio[..10], await opened.Content.ReadAsByteArrayAsync(Cancellation));
        using var download = await GetAsync($"{url}&download=true");
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);

        _run.Time.Advance(TimeSpan.FromSeconds(1));
        await RunningInbox.ProblemAsync(await GetAsync(url), 401);
    }

    [Fact]
    public async Task Ticket_of_another_recording_or_made_up_opens_nothing()
    {
        await ArchiveAsync();
        var otherToken = await _run.Get<FileAccessTokens>().IssueAsync("ana", "recording.other", Cancellation);

        foreach (var ticket in (string[])[otherToken.Text, "abc", "", "..%2f..%2f", "%00", new string('a', 3_000)])
        {
            await RunningInbox.ProblemAsync(await GetAsync($"{Address}?ticket={ticket}"), 401);
        }

        var good = await _run.Get<FileAccessTokens>().IssueAsync("ana", RecordingRun.RecordingId, Cancellation);
        await RunningInbox.ProblemAsync(await GetAsync($"{Address}?ticket={good.Text}&ticket={good.Text}"), 400);
        await RunningInbox.ProblemAsync(await GetAsync($"api/recordings/recording.else?ticket={good.Text}"), 401);
    }

    [Fact]
    public async Task Ticket_is_stored_as_a_hash_alone_and_forgotten_when_its_time_is_over()
    {
        var token = await _run.Get<FileAccessTokens>().IssueAsync("ana", RecordingRun.RecordingId, Cancellation);
        var rows = await TicketRowsAsync();
        Assert.DoesNotContain(token.Text, string.Join('|', Assert.Single(rows)));

        await _run.Get<DailyMaintenance>().RunAsync(Cancellation);
        Assert.Single(await TicketRowsAsync());
        _run.Time.Advance(FileAccessTokens.Lifetime + TimeSpan.FromSeconds(1));
        await _run.Get<DailyMaintenance>().RunAsync(Cancellation);
        Assert.Empty(await TicketRowsAsync());
    }

    [Fact]
    public async Task Recording_that_is_in_no_conversation_is_not_there()
    {
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(Audio));
        Assert.NotNull((await _run.StepAsync()).NextStepAt);
        Assert.NotNull(await _run.ArchivedAsync());

        await RunningInbox.ProblemAsync(await GetAsync(Address), 404);
        await RunningInbox.ProblemAsync(await PostAsync($"{Address}/tickets"), 404);
    }

    [Theory]
    [InlineData("recording.none")]
    [InlineData("%2e%2e%2funprocessed")]
    [InlineData("..%2f..%2f")]
    [InlineData("%2E%2E")]
    [InlineData("recording.a%2fb")]
    [InlineData("recording.a%01")]
    [InlineData("recording.%0d%0aX-A:b")]
    [InlineData("recording.a%3fcomp=list")]
    [InlineData("RECORDING.abc")]
    public async Task Recording_that_does_not_exist_or_cannot_is_not_there(string id)
    {
        using var response = await GetAsync($"api/recordings/{id}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Nobody_hears_a_recording_without_signing_in()
    {
        await ArchiveAsync();
        _run.Inbox.Http.DefaultRequestHeaders.Authorization = null;

        await RunningInbox.ProblemAsync(await GetAsync(Address), 401);
        await RunningInbox.ProblemAsync(await PostAsync($"{Address}/tickets"), 401);
    }

    private async Task ArchiveAsync()
    {
        await _run.CallAsync();
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(Audio));
        Assert.True((await _run.StepAsync()).Finished);
    }

    private async Task<HttpResponseMessage> GetAsync(string address, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _run.Inbox.Http.SendAsync(request, Cancellation);
    }

    private Task<HttpResponseMessage> PostAsync(string address) =>
        _run.Inbox.Http.PostAsync(new Uri(address, UriKind.Relative), null, Cancellation);

    private async Task<IReadOnlyList<TableRow>> TicketRowsAsync()
    {
        var rows = new List<TableRow>();
        await foreach (var row in _run.Get<ZuperConnect.Storage.StorageTables>().Tickets.QueryAsync(RowQuery.All, Cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static byte[] MakeAudio()
    {
        var audio = new byte[3_000_000];
        new Random(1).NextBytes(audio);
        "ID3"u8.CopyTo(audio);
        return audio;
    }
}
