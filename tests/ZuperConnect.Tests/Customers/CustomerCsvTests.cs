using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>Import and export of customers: what is imported, what is refused and why, and how spreadsheets read an export.</summary>
public sealed class CustomerCsvTests(TestStorage storage) : InboxTest(storage)
{
    private const string Header = "name,number,email,notes\n";
    private static readonly string[] SomebodysNumbers = ["+12065559999"];
    [Fact]
    public async Task Rows_become_customers_and_name_their_conversations()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var report = await ImportAsync(
            "\uFEFFEMAIL,Number 1,Name,Number2,number,other,Notes\r\n"
            + "carla@example.com,x,\"Lane, \"\"C\"\" Carla\",+1 (206) 555-0111,+12065550199; +12065550112,?,\"two\r\nlines\"\r\n\r\n");
        AssertReport(report, imported: 1);
        Assert.Equal("customersImported", (string)(await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Single()!["action"]!);
        var customer = Assert.Single(await AllAsync());
        Assert.Equal("Lane, \"C\" Carla", (string)customer["name"]!);
        Assert.Equal(["+12065550111", "+12065550199", "+12065550112"], customer["numbers"]!.AsArray().Select(number => (string)number!));
        Assert.Equal("two\r\nlines", (string)customer["notes"]!);
        await RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(), conversation => (string?)conversation["customer"]!["name"] == "Lane, \"C\" Carla");
    }

    [Fact]
    public async Task File_that_is_imported_again_changes_nothing_and_one_that_broke_off_is_completed()
    {
        var rows = Enumerable.Range(0, 60).Select(row => $"Customer {row},+1206555{row:0000},,\n").ToList();
        AssertReport(await ImportAsync(Header + string.Concat(rows.Take(37))), imported: 37);
        AssertReport(await ImportAsync(Header + string.Concat(rows)), imported: 23, unchanged: 37);
        var before = await RowsAsync();
        AssertReport(await ImportAsync(Header + string.Concat(rows)), unchanged: 60);
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task Every_faulty_row_of_four_thousand_is_reported_and_every_other_is_saved_whole()
    {
        (await _inbox.Http.PostAsJsonAsync("api/customers", new { name = "Somebody", numbers = SomebodysNumbers }, Cancellation))
            .EnsureSuccessStatusCode();
        var (csv, faults, good) = (new StringBuilder(Header), new Dictionary<int, string>(), new HashSet<string> { "Somebody" });
        var line = 2;
        for (var row = 0; row < 4_000; row++, line++)
        {
            var number = $"+1425{row:0000000}";
            var (text, fault) = (row % 40) switch
            {
                1 => ($",{number},,", "name has"),
                3 => ($"\u200B,{number},,", "name has"),
                5 => ($"Nobody,,,", "1 to 10 numbers"),
                7 => ($"Nobody,boiler,,", "no phone number"),
                9 => ($"Nobody,555-0199,,", "no phone number"),
                11 => ($"Customer {row},{number},carla,", null),
                13 => ($"Customer {row},{number},,{new string('n', 2_001)}", null),
                15 => ($"Nobody,{number};+12065559999,,", "belongs to Somebody"),
                17 => ($"Nobody,+14250000000,,", "stands in line 2 already"),
                19 => ($"No\"body,{number},,", "A quote is out of place"),
                21 => ($"Nobody,{number},,,more", "It has 5 cells"),
                23 => ($"Nobody", "1 to 10 numbers"),
                25 => ($"Customer {row},{string.Join(';', Enumerable.Range(300, 11).Select(area => $"+1{area}{row:0000000}"))},,", null),
                27 => ($"\"Customer\n{row}\",{number},,", null),
                29 => ($"\uFFFDb,{number},,", "UTF-8"),
                _ => ($"Customer {row},{number},,", null),
            };
            csv.Append(text).Append(row % 2 is 0 ? "\r\n" : "\n");
            if (fault is null)
            {
                good.Add($"Customer {row}");
            }
            else
            {
                faults[line] = fault;
            }

            line += text.Count(one => one is '\n');
        }

        var report = await ImportAsync(csv.ToString());
        AssertReport(report, imported: good.Count - 1, refused: faults.Count);
        var rows = report["rows"]!.AsArray();
        Assert.Equal((1_000, faults.Count - 1_000), (rows.Count, (int)report["more"]!));
        Assert.Equal(faults.Keys.Take(1_000), rows.Select(row => (int)row!["line"]!));
        Assert.Equal(300, report["cells"]!.AsArray().Count);
        Assert.All(rows, row => Assert.Contains(faults[(int)row!["line"]!], (string)row["reason"]!, StringComparison.Ordinal));
        Assert.Equal(good.Order(StringComparer.Ordinal), (await AllAsync())
            .Select(customer => (string)customer["name"]!).Order(StringComparer.Ordinal));

        // The customer, a number and a place in the list; work for the whole file, and work for the first customer.
        var stored = await RowsAsync();
        Assert.Equal((3 * good.Count) + (9 * 100), stored.Count(row => !row.StartsWith("w|", StringComparison.Ordinal)));
        Assert.InRange(stored.Count(row => row.StartsWith("w|", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Refused_row_leaves_its_numbers_to_the_rows_after_it()
    {
        (await _inbox.Http.PostAsJsonAsync("api/customers", new { name = "Somebody", numbers = SomebodysNumbers }, Cancellation))
            .EnsureSuccessStatusCode();

        var report = await ImportAsync(Header +
            "Carla,+12065550199,,\n" +
            "Twice,+12065550100;+12065550199,,\n" +
            "Dora,+12065550100,,\n" +
            "Not Somebody,+12065550101;+12065559999,,\n" +
            "Eve,+12065550101,,\n" +
            "Somebody,+12065559999,,\n");

        AssertReport(report, imported: 3, unchanged: 1, refused: 2);
        Assert.Equal([3, 5], report["rows"]!.AsArray().Select(row => (int)row!["line"]!));
        Assert.Equal(["Carla", "Dora", "Eve", "Somebody"], (await AllAsync()).Select(customer => (string)customer["name"]!));
    }

    [Fact]
    public async Task Export_is_harmless_to_spreadsheets_and_is_imported_back_as_it_was()
    {
        string[] names = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "'=3", "'tis", "''", "O'Brien", "Zoë, \"Z\"", "＝9", "plain", "a;b"];
        foreach (var (place, name) in names.Index())
        {
            var numbers = new[] { $"+120655501{place:00}", $"+120655502{place:00}" };
            (await _inbox.Http.PostAsJsonAsync("api/customers", new
            {
                name,
                numbers,
                email = place is 3
                ? "=a@example.com" : null,
                notes = "-1\r\n=2\n\tend"
            }, Cancellation)).EnsureSuccessStatusCode();
        }

        using var export = await _inbox.Http.GetAsync("api/customers/export", Cancellation);
        Assert.Equal(("text/csv", "customers.csv"),
            (export.Content.Headers.ContentType!.MediaType, export.Content.Headers.ContentDisposition!.FileName));
        var bytes = await export.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var csv = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotMatch("""(^|,)"?[=+\-@\t\r＝]""", csv.Replace("\r\n=2", "", StringComparison.Ordinal));
        AssertReport(await ImportBytesAsync(bytes), unchanged: names.Length);

        await using var other = await RunningInbox.StartAsync(Storage);
        AssertReport(await ImportBytesAsync(bytes, other), imported: names.Length);
        Assert.Equal((await AllAsync()).Select(Said), (await AllAsync(other)).Select(Said));
        Assert.Equal(
            bytes, await (await other.Http.GetAsync("api/customers/export", Cancellation)).Content.ReadAsByteArrayAsync(Cancellation));

        static string Said(JsonNode customer) =>
            $"{customer["name"]} {customer["numbers"]!.ToJsonString()} {customer["email"]} {customer["notes"]}";
    }

    [Fact]
    public async Task Export_of_nobody_is_a_header()
    {
        var bytes = await _inbox.Http.GetByteArrayAsync("api/customers/export", Cancellation);
        Assert.Equal("\uFEFF\"name\",\"number\",\"email\",\"notes\"\r\n", Encoding.UTF8.GetString(bytes));
        AssertReport(await ImportBytesAsync(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    [InlineData("Carla,+12065550199\n")]
    [InlineData("name,colour\nCarla,+12065550199\n")]
    [InlineData("number\n+12065550199\n")]
    [InlineData("name,name,number\nCarla,Carla,+12065550199\n")]
    [InlineData("\"name,number\nCarla,+12065550199\n")]
    [InlineData("\0\u0001\u0002,\u0003")]
    public async Task File_without_a_header_that_says_what_is_what_is_a_problem_and_imports_nothing(string csv)
    {
        await RunningInbox.ProblemAsync(await PostAsync(Encoding.UTF8.GetBytes(csv)), 400);
        Assert.Empty(await RowsAsync());
        Assert.Empty((await _inbox.GetAsync("api/audit"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Quote_that_is_never_closed_costs_its_row_alone_and_is_reported_where_it_begins()
    {
        var report = await ImportAsync(Header + "Ann,+12065550101,,\n\"Ben,+12065550102,,\nCarla,+12065550103,,\n");
        AssertReport(report, imported: 2, refused: 1);
        Assert.Equal(3, (int)report["rows"]![0]!["line"]!);
        Assert.Contains("never closed", (string)report["rows"]![0]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_of_a_million_characters_is_one_refused_row()
    {
        var report = await ImportAsync(
            $"{Header}Ann,+12065550101,,\nBen,+12065550102,,{new string('n', 1_000_000)}\nCarla,+12065550103,,\n");
        AssertReport(report, imported: 2, refused: 1);
        Assert.Equal(3, (int)report["rows"]![0]!["line"]!);
    }

    [Fact]
    public async Task Cell_that_does_not_end_is_reported_where_it_begins()
    {
        var report = await ImportAsync($"{Header}Ann,+12065550101,,\n\"Ben,+12065550102,,{new string('n', 3_000_000)}");
        AssertReport(report, imported: 1, refused: 1);
        Assert.Contains("never closed", (string)report["rows"]![0]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_any_kind_are_answered_with_a_report()
    {
        var random = new Random(20260105);
        for (var file = 0; file < 40; file++)
        {
            var bytes = new byte[random.Next(1, 5_000)];
            random.NextBytes(bytes);
            var report = await ImportBytesAsync([.. Encoding.UTF8.GetBytes(Header), .. bytes]);
            Assert.Equal(0, (int)report["imported"]!);
        }

        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Encoding_is_recognised_and_control_characters_are_dropped()
    {
        AssertReport(await ImportBytesAsync(Encoding.Latin1.GetBytes($"{Header}Zoë,+12065550101,,\nA\0b,+12065550102,,\n")), imported: 2);
        AssertReport(await ImportBytesAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"{Header}Zoë,+12065550101,,\n")]),
            unchanged: 1);
        AssertReport(
            await ImportBytesAsync(Encoding.BigEndianUnicode.GetBytes($"{Header}Zoë,+12065550101,,\nAb,+12065550102,,\n")), unchanged: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_of_more_than_twenty_megabytes_is_too_large(bool saysSo)
    {
        var bytes = new byte[(20 * 1024 * 1024) + 1];
        Array.Fill(bytes, (byte)'\n');
        Encoding.ASCII.GetBytes(Header).CopyTo(bytes, 0);
        await RunningInbox.ProblemAsync(await PostAsync(bytes, chunked: !saysSo), 413);
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_save_everybody_once()
    {
        var csv = Header + string.Concat(Enumerable.Range(0, 200).Select(row => $"Customer {row},+1206555{row:0000},,\n"));
        var reports = await Task.WhenAll(ImportAsync(csv), ImportAsync(csv));
        Assert.Equal(200, reports.Sum(report => (int)report["imported"]!));
        Assert.Equal(200, reports.Sum(report => (int)report["unchanged"]!));
        Assert.Equal(200, (await AllAsync()).Count);
    }

    private static void AssertReport(JsonNode report, int imported = 0, int unchanged = 0, int refused = 0) => Assert.True(
        (imported, unchanged, refused) == ((int)report["imported"]!, (int)report["unchanged"]!, (int)report["refused"]!),
        string.Create(CultureInfo.InvariantCulture,
            $"{(imported, unchanged, refused)} expected: {report.ToJsonString()[..Math.Min(2_000, report.ToJsonString().Length)]}"));

    private Task<JsonNode> ImportAsync(string csv) => ImportBytesAsync(Encoding.UTF8.GetBytes(csv));

    private async Task<JsonNode> ImportBytesAsync(byte[] csv, RunningInbox? inbox = null)
    {
        var answer = await RunningInbox.JsonAsync(await PostAsync(csv, inbox));
        return answer["location"] is null ? answer
            : await RunningInbox.EventuallyAsync(
                () => (inbox ?? _inbox).GetAsync((string)answer["location"]!), now => now["imported"] is not null);
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] csv, RunningInbox? inbox = null, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/customers/import")
        {
            Content = new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
        };
        request.Headers.TransferEncodingChunked = chunked;
        return await (inbox ?? _inbox).Http.SendAsync(request, Cancellation);
    }

    private async Task<IReadOnlyList<JsonNode>> AllAsync(RunningInbox? inbox = null)
    {
        var all = new List<JsonNode>();
        for (var cursor = (string?)""; cursor is not null;)
        {
            var page = await (inbox ?? _inbox).GetAsync($"api/customers?limit=100{(cursor is "" ? "" : $"&cursor={cursor}")}");
            all.AddRange(page["items"]!.AsArray().Select(customer => customer!));
            cursor = (string?)page["nextCursor"];
        }

        return all;
    }

    /// <summary>The row keys of the table of customers.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in _inbox.Services.GetRequiredService<StorageTables>().Customers.QueryAsync(
            RowQuery.All.Select(), Cancellation))
        {
            rows.Add(row.RowKey);
        }

        return rows;
    }
}
