using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Numbers that the page lets the telephony provider set up.</summary>
public sealed class NumberSetupTests(Chromium chromium) : PageTest(chromium)
{
    private const string Screenshots = "PAGE_TESTS_SCREENSHOTS";
    private readonly ProviderWithThreeNumbers _provider = new();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<INumberDiscovery>(_provider);

    [Fact]
    public async Task Numbers_are_set_up_after_a_look_at_what_changes()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Set up from provider").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("SmsUrl: https://elsewhere.example/ → https://inbox.example/");
        await Expect(dialog).ToContainTextAsync("It is in the messaging service Dispatch");
        await Expect(dialog.GetByText("New", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(_provider.SetUp);
        await AccessibilityTests.HasNoViolationsAsync(page);

        await Button(page, "Set up").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Changed:");
        await Expect(dialog.GetByText("Added", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal([ProviderWithThreeNumbers.New], _provider.SetUp);

        await Button(page, "Done").ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Numbers" })).ToContainTextAsync("(425) 555-0108");
    }

    [Fact]
    public async Task The_status_shows_numbers_that_are_set_up_in_another_way()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/status");
        await Expect(page.GetByText("It works, but something needs you")).ToBeVisibleAsync();
        var numbers = page.GetByRole(AriaRole.Region, new() { Name = "Numbers that are set up in another way" });
        await Expect(numbers).ToContainTextAsync("(425) 555-0101");
        await Expect(numbers).ToContainTextAsync("sends its texts elsewhere");
        await Expect(numbers).Not.ToContainTextAsync("555-0108");
        await AccessibilityTests.HasNoViolationsAsync(page);
        await numbers.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Button(page, "Set up from provider")).ToBeVisibleAsync();
    }

    [Theory(Explicit = true)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(360, 740, ColorScheme.Dark)]
    public async Task Pictures_of_the_set_up(int width, int height, ColorScheme scheme)
    {
        var page = await SignedInAsync(width: width, height: height, scheme: scheme);
        await page.GotoAsync("/settings/status");
        await Expect(page.GetByText("sends its texts elsewhere")).ToBeVisibleAsync();
        await ShootAsync("status");
        await page.GotoAsync("/settings/numbers");
        await Expect(Button(page, "Set up from provider")).ToBeVisibleAsync();
        await ShootAsync("numbers");
        await Button(page, "Set up from provider").ClickAsync();
        await Expect(page.GetByText("sends its texts elsewhere")).ToBeVisibleAsync();
        await ShootAsync("set-up");

        async Task ShootAsync(string view) => await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Environment.GetEnvironmentVariable(Screenshots)!, $"{view}-{width}-{scheme}.png"),
            FullPage = true,
        });
    }

    /// <summary>One number is set up, one cannot be, and one is new.</summary>
    private sealed class ProviderWithThreeNumbers : INumberDiscovery
    {
        public const string New = "+14255550108";

        public List<string> SetUp { get; } = [];

        public Task<IReadOnlyList<DiscoveredNumber>> FindAsync(CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<DiscoveredNumber>>(
            [
                new("1", Number("+14255550100"), [], null),
                new("2", Number("+14255550101"), [],
                    "It is in the messaging service Dispatch (MG00000000000000000000000000000001), which sends its texts elsewhere. "
                    + "Let that defer to the sender's webhook, then repeat."),
                new("3", Number(New), SetUp.Contains(New) ? [] :
                [
                    new("SmsUrl", "https://elsewhere.example/", "https://inbox.example/api/callbacks/provider/messages"),
                    new("SmsFallbackUrl", null, "https://inbox.example/api/callbacks/provider/messages"),
                ], null),
            ]);

        public Task SetUpAsync(DiscoveredNumber number, CancellationToken cancellation)
        {
            SetUp.Add(number.Number.Value);
            return Task.CompletedTask;
        }

        private static PhoneNumber Number(string text) =>
            PhoneNumber.TryParseOurs(text, out var number) ? number : throw new ArgumentException(text);
    }
}
