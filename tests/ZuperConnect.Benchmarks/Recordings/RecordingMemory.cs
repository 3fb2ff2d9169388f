using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using ZuperConnect.Tests;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks.Recordings;

/// <summary>Measures the memory for a long recording, from its event until it is archived and attached, and when it is served.</summary>
internal static class RecordingMemory
{
    private const int Megabyte = 1024 * 1024;
    private const int Length = 100 * Megabyte;
    private const double Goal = 64;

    public static async Task MeasureAsync(OneAzurite azurite)
    {
        Report.Title("A recording of 100 MB, archived and served; the whole of it is compared");
        await using var inbox = await MeasuredInbox.StartAsync(
            azurite.NewAccount(), (services, _) => services.AddSingleton<IRecordingSource, GeneratedRecordings>());

        // Warms up the code and the connections.
        await ArchiveAsync(inbox, "first", Megabyte);
        await ReadAsync(inbox, "first", Megabyte);

        var archived = await PeakMemoryUsage.DuringAsync(() => ArchiveAsync(inbox, "long", Length));
        Report.Line($"archived: {archived}");
        var served = await PeakMemoryUsage.DuringAsync(() => ReadAsync(inbox, "long", Length));
        Report.Line($"served:   {served}, with the client that reads it");
        Report.Goal($"less than {Goal} MB each", archived.Process < Goal && served.Process < Goal);
    }

    private static async Task ArchiveAsync(MeasuredInbox inbox, string recording, int length)
    {
        var now = DateTimeOffset.UtcNow;
        var (calls, conversation) = (inbox.Services.GetRequiredService<CallStore>(), CustomerText.Make(1, 1).Single().Conversation);
        var call = new Call(Guid.NewGuid()
            .ToString(), conversation, Direction.Inbound, now, new([], TimeSpan.Zero, false, true, false))
        { Phase = CallPhase.Over };
        await calls.StartAsync(new(call), CancellationToken.None);
        var recorded = call with { AnsweredAt = now, Recording = RecordingPurpose.Call, RecordingId = RecordingIds.Of(recording) };
        await calls.SaveAsync((await calls.ReadAsync(call.Id, CancellationToken.None))!, new(recorded), CancellationToken.None);

        using var finished = new StringContent(
            EventGridSamples.RecordingFinished(recording, now, TimeSpan.FromHours(1), GeneratedRecordings.Address(length)),
            MediaTypeHeaderValue.Parse("application/json"));
        using var response = await inbox.Http.PostAsync(
            new Uri($"{InboxClient.EventGrid}?functionName={EventGridReceiver.RecordingFileStatusUpdated}", UriKind.Relative), finished);
        response.EnsureSuccessStatusCode();
        while (await StatusAsync(inbox, recording) is HttpStatusCode.NotFound)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(MeasuredInbox inbox, string recording)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(recording)) { Headers = { Range = new(0, 0) } };
        using var response = await inbox.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task ReadAsync(MeasuredInbox inbox, string recording, int length)
    {
        using var response = await inbox.Http.GetAsync(Address(recording), HttpCompletionOption.ResponseHeadersRead);
        await using var audio = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, place) = (new byte[64 * 1024], 0L);
        for (int read; (read = await audio.ReadAsync(buffer)) > 0;)
        {
            for (var index = 0; index < read; index++, place++)
            {
                if (buffer[index] != GeneratedRecordings.At(place))
                {
                    throw new InvalidOperationException($"Byte {place} of the recording is another one.");
                }
            }
        }

        if (place != length)
        {
            throw new InvalidOperationException($"{place} bytes were served in place of {length}.");
        }
    }

    private static Uri Address(string recording) => new($"api/recordings/{RecordingIds.Of(recording)}", UriKind.Relative);
}
