using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The list of conversations.</summary>
public sealed class ListTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task It_loads_more_by_scrolling_and_keeps_its_place_when_something_new_comes_in()
    {
        foreach (var person in Enumerable.Range(100, 70))
        {
            await CustomerWritesAsync("Hello?", from: $"+12065550{person}");
        }

        var page = await SignedInAsync();
        await Expect(Row(page, "(206) 555-0169")).ToBeVisibleAsync();
        var list = page.GetByRole(AriaRole.Grid);
        await list.HoverAsync();
        await ScrollUntilAsync(page, Row(page, "(206) 555-0105"));

        await list.EvaluateAsync("list => { list.scrollTop -= 500; }");
        var row = Row(page, "(206) 555-0115");
        await Expect(row).ToBeVisibleAsync();
        var before = await RestingTopAsync(row);
        await CustomerWritesAsync("It is urgent!", from: "+12065550250");
        await Expect(list).ToHaveAttributeAsync("aria-rowcount", "71");
        Assert.Equal(before, await RestingTopAsync(row), tolerance: 2);

        await list.EvaluateAsync("list => { list.scrollTop = 0; }");
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("It is urgent!");
    }

    [Fact]
    public async Task Its_number_view_filter_and_search_stand_in_the_address()
    {
        await CustomerWritesAsync("To dispatch");
        await CustomerWritesAsync("To service", to: "+14255550101");
        var page = await SignedInAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Inbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Service" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Unread", Exact = true })
            .Or(page.GetByRole(AriaRole.Radio, new() { Name = "Unread", Exact = true })).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox/14255550101/open/unread$"));
        await page.ReloadAsync();
        await Expect(Row(page, "To service")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("0199");
        await Expect(page).ToHaveURLAsync(new Regex("search=0199$"));
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox/14255550101/open/all$"));
    }

    [Fact]
    public async Task Many_are_closed_at_once_and_one_with_news_stays_chosen_and_open()
    {
        foreach (var person in Enumerable.Range(100, 3))
        {
            await CustomerWritesAsync("Thanks!", from: $"+12065550{person}");
        }

        var page = await SignedInAsync();
        await Choose(page, "(206) 555-0100").ClickAsync();
        await Choose(page, "(206) 555-0101").ClickAsync();
        await Choose(page, "(206) 555-0102").ClickAsync();
        await Expect(page.GetByText("3 chosen")).ToBeVisibleAsync();

        // Happens after the page is shown and before the button is pressed.
        await page.RouteAsync("**/api/conversations/marks", async route =>
        {
            await CustomerWritesAsync("One more thing", from: "+12065550101");
            await route.ContinueAsync();
        });
        await Button(page, "Close the chosen").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 closed, 1 left open: the customer did something new");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
        await Expect(page.GetByText("1 chosen")).ToBeVisibleAsync();

        await Button(page, "Undo").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task All_that_are_loaded_are_read_at_once_by_keyboard()
    {
        await CustomerWritesAsync("One");
        await CustomerWritesAsync("Two", from: "+12065550123");
        var page = await SignedInAsync();
        await Row(page, "Two").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Button(page, "Choose all 2").ClickAsync();
        await Button(page, "Mark the chosen as read").ClickAsync();
        await Expect(page.GetByText("2 conversations marked as read.")).ToBeVisibleAsync();
        await Expect(page.GetByTitle("1 unread")).ToHaveCountAsync(0);
        await Expect(page.GetByText("chosen", new() { Exact = false })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_search_that_is_left_at_once_does_not_lead_back_to_the_list()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync();
        await Expect(Row(page, "Hello?")).ToBeVisibleAsync();
        var arrives = new TaskCompletionSource();
        await page.RouteAsync("**/assets/CustomersPage-*.js", async route =>
        {
            await arrives.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Searchbox).FillAsync("carla");
        await page.GetByRole(AriaRole.Link, new() { Name = "Customers" }).ClickAsync();

        // A new timer runs after that of the search.
        await page.EvaluateAsync("() => new Promise(resolve => setTimeout(resolve, 500))");
        arrives.SetResult();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Customers", Exact = true })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/customers$"));
    }

    [Fact]
    public async Task Times_of_rows_grow_older_while_nothing_else_happens()
    {
        await CustomerCallsAsync();
        var page = await SignedInAsync(prepare: page => page.Clock.InstallAsync());
        var age = page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Time);
        await Expect(age).ToHaveTextAsync(new Regex("^(now|[0-4] min)$"));
        await page.Clock.FastForwardAsync("10:00");
        await Expect(age).ToHaveTextAsync(new Regex("^1[0-4] min$"));

        await GoesToAsync(page, "Calls");
        await Expect(age).ToHaveTextAsync(new Regex("^1[0-4] min$"));
        await page.Clock.FastForwardAsync("10:00");
        await Expect(age).ToHaveTextAsync(new Regex("^2[0-4] min$"));
    }

    [Fact]
    public async Task The_end_of_what_is_loaded_at_most_says_where_older_ones_are_found()
    {
        foreach (var person in Enumerable.Range(100, 22))
        {
            await CustomerWritesAsync("Hello?", from: $"+12065550{person}");
        }

        static string OnePerPage(string address) => address.Replace("limit=50", "limit=1", StringComparison.Ordinal);
        var page = await SignedInAsync(prepare: page => page.RouteAsync(
            "**/api/conversations?limit=50**", route => route.ContinueAsync(new() { Url = OnePerPage(route.Request.Url) })));
        await Expect(page.GetByRole(AriaRole.Row).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Grid).HoverAsync();
        await ScrollUntilAsync(page, page.GetByText("Search or filter to see older ones."));
        await Expect(page.GetByRole(AriaRole.Grid)).ToHaveAttributeAsync("aria-rowcount", new Regex("^2[01]$"));
    }

    private static ILocator Choose(IPage page, string name) => Row(page, name).Locator("label");

    private static async Task ScrollUntilAsync(IPage page, ILocator row)
    {
        for (var tries = 0; !await row.IsVisibleAsync(); tries++)
        {
            Assert.True(tries < 300, string.Create(CultureInfo.InvariantCulture, $"It is not there after {tries} scrolls."));
            await page.Mouse.WheelAsync(0, 400);
            await page.WaitForTimeoutAsync(100);
        }
    }

    /// <summary>The position of a row after the list has settled: rows are measured after they are shown.</summary>
    private static Task<double> RestingTopAsync(ILocator row) => row.EvaluateAsync<double>(
        """
        async row => {
          const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
          for (let [top, still] = [NaN, 0]; still < 10; await frame()) {
            const now = row.getBoundingClientRect().top;
            [top, still] = [now, now === top ? still + 1 : 0];
          }
          return row.getBoundingClientRect().top;
        }
        """);
}
