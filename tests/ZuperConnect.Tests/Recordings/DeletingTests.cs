using System.Net;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Recordings;

/// <summary>Deleting a recording while its call stays.</summary>
public sealed class DeletingTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly byte[] Audio = [.. "ID3"u8, .. new byte[3_000_000]];
    private static readonly string Address = $"api/recordings/{RecordingRun.RecordingId}";
    private RecordingRun _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await RecordingRun.StartAsync(storage);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Deleted_recording_is_gone_from_storage_timeline_and_call_log_and_its_call_stays()
    {
        var call = await _run.CallAsync();
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(Audio));
        Assert.True((await _run.StepAsync()).Finished);
        var ticket = (string)(
            await RunningInbox.JsonAsync(
                await _run.Inbox.Http.PostAsync(new Uri($"{Address}/tickets", UriKind.Relative), null, Cancellation)))["url"]!;

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync()).StatusCode);

        Assert.Null(await _run.ArchivedAsync());
        var item = await _run.ItemAsync(call.Id);
        Assert.Equal((ZuperConnect.Conversations.CallStatus.Completed, null), (item.Status, item.RecordingId));
        Assert.Null((string?)(await _run.Inbox.GetAsync("api/calls"))["items"]![0]!["recordingId"]);
        await RunningInbox.ProblemAsync(await GetAsync(Address), 404);
        await RunningInbox.ProblemAsync(await GetAsync(ticket), 404);
        await RunningInbox.ProblemAsync(await DeleteAsync(), 404);
        var noted = (await _run.Inbox.GetAsync("api/audit"))["items"]![0]!;
        Assert.Equal(("recordingDeleted", RecordingRun.RecordingId), ((string)noted["action"]!, (string)noted["subject"]!));
    }

    [Fact]
    public async Task Deleted_recording_that_the_provider_still_has_does_not_come_back()
    {
        var call = await _run.CallAsync();
        _run.Source.Before = what => _ = what.StartsWith("delete", StringComparison.Ordinal)
            ? throw new HttpRequestException("The provider is away.") : what;
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(Audio));
        await _run.StepAsync();
        Assert.NotNull((await _run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync()).StatusCode);

        _run.Source.Before = _ => { };
        _run.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await _run.StepAsync()).Finished);

        Assert.Equal(0, _run.Source.Count);
        Assert.Null(await _run.ArchivedAsync());
        Assert.Null((await _run.ItemAsync(call.Id)).RecordingId);
    }

    private Task<HttpResponseMessage> DeleteAsync() => _run.Inbox.Http.DeleteAsync(new Uri(Address, UriKind.Relative), Cancellation);

    private Task<HttpResponseMessage> GetAsync(string address) =>
        _run.Inbox.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
}
