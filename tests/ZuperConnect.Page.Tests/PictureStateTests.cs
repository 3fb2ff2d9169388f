using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Attachments;
using ZuperConnect.Hosting;
using ZuperConnect.Messages;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Pictures that cannot be copied from the provider, and a provider that cannot send any.</summary>
public sealed class PictureStateTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    private readonly AwaySource _source = new();

    [Fact]
    public async Task A_picture_that_is_being_copied_or_cannot_be_says_so()
    {
        await CustomerSendsAsync("Pending");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Being copied from the provider…");

        _source.Knows = false;
        await CustomerSendsAsync("Failed");
        await Expect(Timeline(page)).ToContainTextAsync("It could not be copied from the provider.");
    }

    [Fact]
    public async Task Pictures_are_not_offered_where_the_provider_cannot_send_them()
    {
        await CustomerWritesAsync("Hello");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Expect(page.GetByPlaceholder($"Text {Number}")).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Attach pictures" })).ToHaveCountAsync(0);
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<IAttachmentSource>(_source).AddSingleton(ProviderCapabilities.TextsOnly);

    private Task CustomerSendsAsync(string text) => PostAsync(
        "local/phone/sms",
        new
        {
            from = Customer,
            to = Dispatch,
            text,
            pictures = new[] { new { contentType = "image/png", content = TestImage.Png() } },
        });

    /// <summary>A provider that cannot be reached.</summary>
    private sealed class AwaySource : IAttachmentSource
    {
        public bool Knows { get; set; } = true;

        public bool Owns(Uri address) => Knows;

        public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) => throw new HttpRequestException("It is away.");

        public Task DeleteAsync(Uri address, CancellationToken cancellation) => Task.CompletedTask;
    }
}
