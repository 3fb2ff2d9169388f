using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Import and export of customers and opt-outs.</summary>
public sealed class ImportTests(Chromium chromium) : PageTest(chromium)
{
    private const string Pending = """{"commandId":"customers.1","location":"","rows":700}""";
    private const string Good = "First name,Phone number,Email,Role\nCarla,(206) 555-0199,carla@example.com,Owner\n";

    [Fact]
    public async Task A_file_is_looked_at_first_and_its_refused_rows_are_reported()
    {
        var page = await ImportPageAsync();
        await ChooseAsync(page, "customers.csv", $"{Good}Nobody,,nobody@example.com,\nDan,+12065550123,dan@example.com,\n");
        var preview = page.GetByRole(AriaRole.Region, new() { Name = "Import customers" });
        await Expect(preview.GetByRole(AriaRole.Row, new() { Name = "Carla (206) 555-0199" })).ToBeVisibleAsync();
        await Expect(preview).ToContainTextAsync(new Regex("Phone number\\s*number"));
        await Expect(preview).ToContainTextAsync("RoleNot read");
        await Expect(preview).ToContainTextAsync("It has no phone number.");
        Assert.Empty((await AskAsync(HttpMethod.Get, "api/customers"))!["items"]!.AsArray());

        await Button(page, "Import").ClickAsync();
        await Expect(page.GetByText("customers.csv is imported.")).ToBeVisibleAsync();
        await Expect(Count(page, "imported")).ToHaveTextAsync("2");
        await Expect(Count(page, "refused")).ToHaveTextAsync("1");
        var report = await SavedAsync(page, "Download the report");
        Assert.Contains("3,refused,It has no phone number.", report, StringComparison.Ordinal);

        await Button(page, "Import another file").ClickAsync();
        await Expect(page.GetByText("Drop a CSV or vCard file here")).ToBeVisibleAsync();
        await GoesToAsync(page, "Customers");
        await Expect(Row(page, "Carla")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dropped_file_is_imported()
    {
        var page = await ImportPageAsync();
        var files = await page.EvaluateHandleAsync(
            "text => { const files = new DataTransfer(); files.items.add(new File([text], 'people.vcf')); return files; }",
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Carla Lane\r\nTEL:+12065550199\r\nEND:VCARD\r\n");
        await page.GetByText("Drop a CSV or vCard file here").DispatchEventAsync("drop", new { dataTransfer = files });
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Carla Lane (206) 555-0199" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_is_none_of_contacts_is_refused_with_what_to_do()
    {
        var page = await ImportPageAsync();
        await ChooseAsync(page, "shopping.csv", "fruit,price\napple,1\n");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("column");
    }

    [Fact]
    public async Task A_large_file_is_imported_while_other_views_are_shown_and_the_page_is_loaded_again()
    {
        var page = await ImportPageAsync();
        // The import may be done before the page asks, so the response is replaced by one in progress.
        var halfWay = true;
        await page.RouteAsync("**/api/commands/*", route => halfWay
            ? route.FulfillAsync(new() { Status = 202, ContentType = "application/json", Body = Pending })
            : route.ContinueAsync());
        await ChooseAsync(page, "all.csv", Many());
        await Button(page, "Import").ClickAsync();
        await Expect(page.GetByText("700 rows done")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Import" })).ToHaveAttributeAsync("max", "1500");

        await GoesToAsync(page, "Jobs");
        await page.GotoAsync("/settings/import");
        await Expect(page.GetByText("700 rows done")).ToBeVisibleAsync();
        await GoesToAsync(page, "Jobs");
        halfWay = false;
        await Expect(page.GetByText("all.csv is imported.")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/import");
        await Expect(Count(page, "imported")).ToHaveTextAsync("1,500");
    }

    [Fact]
    public async Task Customers_are_exported()
    {
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = new[] { Customer } });
        var page = await ImportPageAsync();
        var file = await SavedAsync(page, "Download all customers");
        Assert.StartsWith("\"name\",\"number\"", file.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains("Carla Lane", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opt_out_is_noted_exported_and_taken_back_by_an_admin_with_a_reason()
    {
        var page = await SignedInAsync("Ben");
        await page.GotoAsync("/settings/opt-outs");
        await Expect(page.GetByText("Nobody opted out")).ToBeVisibleAsync();
        await Button(page, "Note an opt-out").ClickAsync();
        await Field(page, "Number").FillAsync("206 555 0199");
        await Field(page, "Why").FillAsync("Said so on the phone");
        await Button(page, "Note it").ClickAsync();
        await Expect(Item(page, "(206) 555-0199")).ToContainTextAsync("noted by Ben · Said so on the phone");
        Assert.Contains(Customer, await SavedAsync(page, "Download"), StringComparison.Ordinal);

        await Expect(Button(page, "Allow again: (206) 555-0199")).ToHaveCountAsync(0);
        page = await SignedInAsync();
        await page.GotoAsync("/settings/opt-outs");
        await Button(page, "Allow again: (206) 555-0199").ClickAsync();
        var allow = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Allow again" });
        await Expect(allow).ToBeDisabledAsync();
        await Field(page, "Why").FillAsync("Asked on the phone to be texted again");
        await allow.ClickAsync();
        await Expect(page.GetByText("Nobody opted out")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Opt_outs_are_imported()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/opt-outs");
        await Expect(page.GetByText("Nobody opted out")).ToBeVisibleAsync();
        await ChooseAsync(page, "opt-outs.csv", "number,reason\n+12065550199,Texted STOP\nnone,\n");
        await Expect(page.GetByText("1 imported, 0 known already, 1 refused.")).ToBeVisibleAsync();
        await Expect(Item(page, "(206) 555-0199")).ToBeVisibleAsync();
    }

    private async Task<IPage> ImportPageAsync()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/import");
        await Expect(page.GetByText("Drop a CSV or vCard file here")).ToBeVisibleAsync();
        return page;
    }

    private static Task ChooseAsync(IPage page, string name, string text) =>
        page.Locator("main input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });

    private static ILocator Count(IPage page, string name) =>
        page.GetByRole(AriaRole.Term).Filter(new() { HasText = name }).Locator("xpath=following-sibling::dd").First;

    /// <summary>The file that the browser saves after a button is pressed.</summary>
    private static async Task<string> SavedAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => Button(page, button).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    /// <summary>Enough for a background import.</summary>
    private static string Many() => string.Concat(
        Enumerable.Range(0, 1500)
            .Select(at => $"Customer {at},+1206{2_000_000 + at},{new string('n', 800)}\n")
            .Prepend("name,number,notes\n"));
}
