using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;
using static System.FormattableString;

// Writes to the storage in a folder until it is killed, and prints each acknowledged write as "<writer> <number>". Each writer increments a
// counter row and adds an event row in the same transaction. Every fifth number is also written to a blob.
const int Writers = 8;
await using var store = await SqliteStore.OpenAsync(args[0], TimeProvider.System, CancellationToken.None);
if (store.LostBlobs.Count > 0)
{
    throw new InvalidOperationException("Blobs are lost.");
}

var table = store.GetTable("events");
var blobs = store.GetContainer("contents");
await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync($"writer{writer}"))));

async Task WriteAsync(string writer)
{
    var content = new byte[20_000];
    while (true)
    {
        var counter = await table.FindAsync(writer, "counter", CancellationToken.None);
        var number = (counter?.GetInt32("Number") ?? 0) + 1;
        if (number % 5 is 0)
        {
            Array.Fill(content, (byte)number);
            await blobs.UploadAsync($"{writer}/{number}", content, new(), BlobCondition.None, CancellationToken.None);
            await blobs.UploadAsync($"{writer}/latest", content, new(), BlobCondition.None, CancellationToken.None);
        }

        var next = new TableRow(writer, "counter") { ["Number"] = number };
        await table.SubmitAsync(
            [
                counter is null ? new RowChange.Insert(next) : new RowChange.Replace(next, counter.ETag),
                new RowChange.Insert(new(writer, Invariant($"event{number:D8}")) { ["Text"] = new string('x', 1_500) }),
            ],
            CancellationToken.None);
        Console.WriteLine($"{writer} {number}");
    }
}
