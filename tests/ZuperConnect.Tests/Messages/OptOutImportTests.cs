using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.OptOuts;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

/// <summary>Import of another product's opt-outs, and export.</summary>
public sealed class OptOutImportTests(TestStorage storage) : InboxTest(storage)
{
    [Theory]
    [InlineData("number,at,reason\r\n+12065550199,2025-03-01T10:00:00Z,Texted STOP\r\n")]
    [InlineData("Phone Number;Opt-out date;Notes\n(206) 555-0199;2025-03-01 10:00;Texted STOP\n")]
    [InlineData("\uFEFFPhone\tOpted out at\tReason\r\n206.555.0199\t3/1/2025 10:00 AM\tTexted STOP\r\n")]
    [InlineData(
        "name,mobile phone,sms opted out,date,source\nCarla,+1 206 555 0199,yes,2025-03-01T10:00:00+00:00,Texted STOP\n"
        + "Bo,+12065550123,no,2025-01-01,\nLu,+12065550124,,2025-01-01,\n")]
    [InlineData(
        "Contact,Phone,Status,Timestamp,Comment\nCarla,12065550199,Opted Out,2025-03-01T10:00:00Z,Texted STOP\nBo,12065550123,Active,,\n")]
    [InlineData(
        "phone,subscribed,date,note\n'+12065550199,FALSE,2025-03-01T10:00:00Z,Texted STOP\n+12065550123,TRUE,2025-03-01T10:00:00Z,\n")]
    public async Task Lists_of_other_products_are_read_as_they_are(string file)
    {
        Assert.Equal(1, (int)(await ImportAsync(file))["imported"]!);
        var optOut = Assert.Single((await _inbox.AllAsync("api/opt-outs")).Items);
        Assert.Equal(("+12065550199", "Texted STOP", "ana"),
            ((string)optOut["number"]!, (string)optOut["reason"]!, (string)optOut["by"]!["userId"]!));
        Assert.Equal(new(2025, 3, 1, 10, 0, 0, TimeSpan.Zero), DateTimeOffset.Parse((string)optOut["at"]!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Imported_opt_out_counts_for_all_our_numbers_and_is_shown_by_conversations_that_are_there()
    {
        await _inbox.CustomerWritesAsync("Hello");
        await ImportAsync("number\n+12065550199\n+12065550198\n");
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("But"), 422);
        await RunningInbox.EventuallyAsync(() => _inbox.ConversationAsync(), conversation => (bool)conversation["optedOut"]!);
        await _inbox.CustomerWritesAsync("Hello", from: "+12065550198");
        Assert.True((bool)(await _inbox.ConversationAsync("14255550100-12065550198"))["optedOut"]!);
        Assert.Equal(["optOutsImported"], (await _inbox.AllAsync("api/audit")).Items.Select(entry => (string)entry["action"]!));
    }

    [Fact]
    public async Task Word_of_the_customers_own_that_is_newer_stays()
    {
        await _inbox.CustomerWritesAsync("START");
        await _inbox.CustomerWritesAsync("STOP", from: "+12065550198");
        var before = (await _inbox.AllAsync("api/opt-outs")).Items.Single().ToJsonString();

        var report = await ImportAsync("number,at\n+12065550199,2020-01-01\n+12065550198,\n+12065550198,2020-01-01\n");

        Assert.Equal((0, 3, 0), ((int)report["imported"]!, (int)report["unchanged"]!, (int)report["refused"]!));
        Assert.Equal(before, (await _inbox.AllAsync("api/opt-outs")).Items.Single().ToJsonString());
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_reported_and_the_others_imported()
    {
        var report = await ImportAsync(
            "number,at,reason\n+12065550101,,\nnobody,,\n\"+12065550102,,\n+12065550103,,\n,2025-01-01,\n+12065550104,never,\n");
        Assert.Equal((3, 3), ((int)report["imported"]!, (int)report["refused"]!));
        Assert.Equal([3, 4, 6], report["rows"]!.AsArray().Select(row => (int)row!["line"]!));
        Assert.Equal(["+12065550101", "+12065550103", "+12065550104"],
            (await _inbox.AllAsync("api/opt-outs")).Items.Select(item => (string)item["number"]!).Order());
    }

    [Theory]
    [InlineData(""), InlineData("\n\n"), InlineData("name,email\nCarla,carla@example.com\n"), InlineData("+12065550199\n+12065550198\n")]
    public async Task File_without_a_column_of_numbers_is_refused_and_changes_nothing(string file)
    {
        await RunningInbox.ProblemAsync(await PostAsync(file), 400);
        Assert.Empty((await _inbox.AllAsync("api/opt-outs")).Items);
        Assert.Empty((await _inbox.AllAsync("api/audit")).Items);
    }

    [Fact]
    public async Task Long_file_is_imported_whole_and_again_changes_nothing()
    {
        var file = "number,at\n" + string.Concat(Enumerable.Range(0, 250).Select(customer => $"+1206555{customer:0000},2025-01-01\n"));
        Assert.Equal(250, (int)(await ImportAsync(file))["imported"]!);
        Assert.Equal(250, (int)(await ImportAsync(file))["unchanged"]!);
        Assert.Equal(250, (await _inbox.AllAsync("api/opt-outs?limit=100")).Items.Count);
    }

    [Fact]
    public async Task Export_runs_in_no_spreadsheet_and_imports_as_it_is()
    {
        await ImportAsync("number,at,reason\n+12065550199,2025-03-01T10:00:00Z,\"=HYPERLINK(1);=2\"\n");
        var export = await _inbox.Http.GetStringAsync(new Uri("api/opt-outs/export", UriKind.Relative), Cancellation);
        Assert.DoesNotContain("\"+", export, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=", export, StringComparison.Ordinal);
        Assert.DoesNotContain(";=", export, StringComparison.Ordinal);

        await using var other = await RunningInbox.StartAsync(Storage);
        Assert.Equal(1, (int)(await RunningInbox.JsonAsync(await PostAsync(export, other)))["imported"]!);
        var (ours, theirs) = (
            (await _inbox.AllAsync("api/opt-outs")).Items.Single(), (await other.AllAsync("api/opt-outs")).Items.Single());
        Assert.True(JsonNode.DeepEquals(ours, theirs), $"{ours.ToJsonString()} {theirs.ToJsonString()}");
        Assert.Equal("optOutsExported", (string)(await _inbox.AllAsync("api/audit")).Items[0]["action"]!);
    }

    [Fact]
    public async Task Export_leaves_out_whose_number_is_not_known_any_more()
    {
        await _inbox.CustomerWritesAsync("STOP");
        Assert.True(ZuperConnect.PhoneNumbers.PhoneNumber.TryParse(RunningInbox.Customer, out var number));
        await _inbox.Services.GetRequiredService<OptOutStore>().EraseNumberAsync(number, DateTimeOffset.MaxValue, Cancellation);
        var export = await _inbox.Http.GetStringAsync(new Uri("api/opt-outs/export", UriKind.Relative), Cancellation);
        Assert.Single(export.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<HttpResponseMessage> PostAsync(string file, RunningInbox inbox)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new("text/csv") } };
        return await inbox.Http.PostAsync(new Uri("api/opt-outs/import", UriKind.Relative), content, Cancellation);
    }

    private Task<HttpResponseMessage> PostAsync(string file) => PostAsync(file, _inbox);

    private async Task<JsonNode> ImportAsync(string file) => await RunningInbox.JsonAsync(await PostAsync(file));
}
