using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Customers.Import;
using ZuperConnect.Http;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>The preview of contact files, and large files during their import.</summary>
public sealed class ImportInBackgroundTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Preview_says_how_a_file_would_be_read_and_changes_nothing()
    {
        var csv = "First name,Last name,Role,Phone number\n,,,+12065550100\nSam,Diaz,Owner,+1 206-555-0113 x4\n" + Rows(20)
            .Replace(",", ",,,", StringComparison.Ordinal);
        var preview = await RunningInbox.JsonAsync(await PostAsync(csv, "?preview=true"));
        Assert.Equal(
            """
            {"encoding":"utf-8","delimiter":",","columns":[{"column":"First name","as":"firstName"},{"column":"Last name",
            "as":"lastName"},{"column":"Phone number","as":"number"}],"notRead":["Role"]}
            """.ReplaceLineEndings(""), preview["mapping"]!.ToJsonString());
        Assert.Equal(10, preview["customers"]!.AsArray().Count);
        Assert.Equal(
            """{"line":3,"name":"Sam Diaz","numbers":["\u002B12065550113"],"email":null,"notes":"\u002B12065550113 extension 4"}""",
            preview["customers"]![0]!.ToJsonString());
        Assert.Equal((2, 3), ((int)preview["rows"]![0]!["line"]!, (int)preview["cells"]![0]!["line"]!));

        Assert.Empty((await _inbox.GetAsync("api/customers"))["items"]!.AsArray());
        Assert.Empty((await _inbox.GetAsync("api/audit"))["items"]!.AsArray());
        await RunningInbox.ProblemAsync(await PostAsync(csv, "?preview=maybe"), 400);
        await RunningInbox.ProblemAsync(await PostAsync("colour\nred\n", "?preview=true"), 400);
    }

    [Fact]
    public async Task Large_file_is_imported_in_the_background_and_tells_how_far_it_is()
    {
        var csv = $"name,number,photo\nSam,12,\n{Rows(300, new string('x', 4_000))}";
        Assert.True(csv.Length > CustomerImportApi.SmallFile);
        using var accepted = await PostAsync(csv);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var answer = await RunningInbox.JsonAsync(accepted);
        Assert.Equal((accepted.Headers.Location!.OriginalString, 0), ((string)answer["location"]!, (int)answer["rows"]!));

        var report = await RunningInbox.EventuallyAsync(
            () => _inbox.GetAsync((string)answer["location"]!), now => now["imported"] is not null);
        Assert.Equal((300, 1, 2), ((int)report["imported"]!, (int)report["refused"]!, (int)report["rows"]![0]!["line"]!));
        Assert.Equal("customersImported", (string)(await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Single()!["action"]!);
        var kept = await _inbox.Services.GetRequiredService<StorageTables>().Imports.ListAsync(null, Cancellation)
            .ToListAsync(Cancellation);
        Assert.EndsWith("/progress", Assert.Single(kept).Name, StringComparison.Ordinal);
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync($"api/commands/customers.import.{Guid.NewGuid()}", Cancellation), 404);
    }

    [Fact]
    public async Task VCard_file_is_previewed_and_imported_as_CSV_is()
    {
        var cards =
            "BEGIN:VCARD\nVERSION:3.0\nFN:Sam Diaz\nTEL:+1 206-555-0113 x4\nBDAY:1980-01-05\nEND:VCARD\nBEGIN:VCARD\nFN:Nobody\n"
            + "END:VCARD\n";
        var preview = await RunningInbox.JsonAsync(await PostAsync(cards, "?preview=true", "text/vcard"));
        Assert.Equal(
            """
            {"encoding":"utf-8","delimiter":"","columns":[{"column":"FN","as":"name"},{"column":"TEL","as":"number"}],
            "notRead":["BDAY"]}
            """.ReplaceLineEndings(""), preview["mapping"]!.ToJsonString());
        Assert.Equal(
            """{"line":1,"name":"Sam Diaz","numbers":["\u002B12065550113"],"email":null,"notes":"\u002B12065550113 extension 4"}""",
            preview["customers"]![0]!.ToJsonString());
        Assert.Equal((7, 1), ((int)preview["rows"]![0]!["line"]!, (int)preview["cells"]![0]!["line"]!));
        Assert.Empty((await _inbox.GetAsync("api/customers"))["items"]!.AsArray());

        var report = await RunningInbox.JsonAsync(await PostAsync(cards, type: "text/vcard"));
        Assert.Equal((1, 0, 1, 7),
            ((int)report["imported"]!, (int)report["unchanged"]!, (int)report["refused"]!, (int)report["rows"]![0]!["line"]!));
        Assert.Equal(1, (int)(await RunningInbox.JsonAsync(await PostAsync(cards, type: "text/vcard")))["unchanged"]!);

        var photo = $"PHOTO;ENCODING=b:{string.Concat(Enumerable.Repeat("\n " + new string('A', 74), 15_000))}";
        var large = cards + string.Concat(Enumerable.Range(0, 100)
            .Select(card => $"BEGIN:VCARD\nFN:Customer {card}\nTEL:+1206555{card:0000}\n{(card is 50 ? photo : "NOTE:Dog")}\nEND:VCARD\n"));
        using var accepted = await PostAsync(large, type: "text/vcard");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var done = await RunningInbox.EventuallyAsync(
            () => _inbox.GetAsync(accepted.Headers.Location!.OriginalString), now => now["imported"] is not null);
        Assert.Equal((100, 1, 1), ((int)done["imported"]!, (int)done["unchanged"]!, (int)done["refused"]!));
    }

    [Fact]
    public async Task Large_file_without_a_header_is_refused_at_once()
    {
        await RunningInbox.ProblemAsync(await PostAsync(Rows(300, new string('x', 4_000))), 400);
        Assert.Empty(
            await _inbox.Services.GetRequiredService<StorageTables>().Imports.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Import_that_died_goes_on_from_what_was_noted_and_counts_nobody_twice()
    {
        var (import, importId) = (_inbox.Services.GetRequiredService<CustomerImport>(), Guid.NewGuid().ToString());
        var csv = $"name,number\nSam,12\n{Rows(100)}";
        var first = await RunAsync(ImportProgress.None, DateTimeOffset.MinValue);
        Assert.Equal((1, 2, false), (first.Rows, first.Line, first.Done));

        // Everything is written, and the process ends before storing the progress.
        await RunAsync(first, DateTimeOffset.MaxValue);
        var second = await RunAsync(first, DateTimeOffset.MaxValue);
        Assert.Equal((101, true), (second.Rows, second.Done));
        Assert.Equal((100, 0, 1), (second.Report.Imported, second.Report.Unchanged, second.Report.Refused));
        var (customers, _) = await _inbox.AllAsync("api/customers?limit=100");
        Assert.Equal(100, customers.Count);

        Task<ImportProgress> RunAsync(ImportProgress before, DateTimeOffset until) =>
            import.RunAsync(importId, new MemoryStream(Encoding.UTF8.GetBytes(csv)), before, () => Task.CompletedTask, until, Cancellation);
    }

    [Fact]
    public async Task Import_that_a_dead_host_left_is_done_by_the_next_one()
    {
        var (account, importId) = (Storage.New(), Guid.NewGuid().ToString());
        WorkId work;
        await using (var dying = await RunningInbox.StartOnAsync(Storage, account))
        {
            // Stored but never started.
            work = await dying.Services.GetRequiredService<ImportWork>().BeginAsync(
                importId, new MemoryStream(Encoding.UTF8.GetBytes($"name,number\n{Rows(50)}")), () => Task.CompletedTask, Cancellation);
        }

        await using var next = await RunningInbox.StartOnAsync(Storage, account);
        var report = await RunningInbox.EventuallyAsync(() => next.GetAsync($"api/commands/{work}"), now => now["imported"] is not null);
        Assert.Equal(50, (int)report["imported"]!);
    }

    private static string Rows(int count, string photo = "") =>
        string.Concat(Enumerable.Range(0, count).Select(row => $"Customer {row},+1206555{row:0000}{(photo is "" ? "" : $",{photo}")}\n"));

    private async Task<HttpResponseMessage> PostAsync(string csv, string query = "", string type = "text/csv")
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await _inbox.Http.PostAsync(new Uri("api/customers/import" + query, UriKind.Relative), file, Cancellation);
    }
}
