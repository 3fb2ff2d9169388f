using System.Diagnostics;
using System.Globalization;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>A process that is killed while it writes.</summary>
public sealed class Crashes(SqliteStores stores) : SqliteTest(stores)
{
    private const int Kills = 10;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_however_often_the_process_is_killed()
    {
        Dictionary<string, int> acknowledged = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync(acknowledged, lines: 40 + (kill * 7));
            await AssertWholeAsync(acknowledged);
        }

        Assert.Equal(8, acknowledged.Count);
    }

    /// <summary>Runs the writer, kills it after some acknowledgements, and reads the rest of its output.</summary>
    private async Task RunAndKillAsync(Dictionary<string, int> acknowledged, int lines)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ZuperConnect.Storage.CrashWriter.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, Folder]) { RedirectStandardOutput = true })!;
        try
        {
            var count = 0;
            while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            {
                // The last line may be incomplete.
                if (line.Split(' ') is [var name, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var one))
                {
                    acknowledged[name] = Math.Max(one, acknowledged.GetValueOrDefault(name));
                }

                if (++count == lines)
                {
                    writer.Kill();
                }
            }

            Assert.True(count >= lines, $"The writer stopped by itself after {count} lines.");
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task AssertWholeAsync(Dictionary<string, int> acknowledged)
    {
        await using var store = await OpenAsync();
        Assert.Empty(store.LostBlobs);
        var blobs = await store.GetContainer("contents").ListAsync(null, Cancellation).CountAsync(Cancellation);
        Assert.Equal(blobs, Directory.GetFiles(Blobs).Length);
        foreach (var (writer, number) in acknowledged)
        {
            var counter = (await store.GetTable("events").FindAsync(writer, "counter", Cancellation))!.GetInt32("Number")!.Value;
            Assert.True(counter >= number, $"{writer} was told of {number}, and {counter} is stored.");
            var events = await store.GetTable("events").QueryAsync(RowQuery.WithPrefix(writer, "event"), Cancellation)
                .Select(row => row.RowKey).ToListAsync(Cancellation);
            Assert.Equal(Enumerable.Range(1, counter).Select(one => $"event{one:D8}"), events);
            for (var blob = 5; blob <= counter; blob += 5)
            {
                Assert.All(await ReadAsync(store, $"{writer}/{blob}"), one => Assert.Equal((byte)blob, one));
            }
        }
    }
}
