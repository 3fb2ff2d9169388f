using System.Runtime.InteropServices;
using Microsoft.Playwright;
using ZuperConnect.Benchmarks;
using ZuperConnect.Benchmarks.Pages;
using ZuperConnect.Local.Page;
using ZuperConnect.Page.Benchmarks;
using ZuperConnect.Page.Tests;

// Measures the page in a browser, with a local host on the same machine.
const int Conversations = 10_000;
const int Loaded = 1_000;
const int Texts = 30;

var (rounds, seconds) = args.Contains("--quick") ? (3, 5) : (10, 10);
if (BrowserProgram.Find() is not { } program)
{
    Console.WriteLine(BrowserProgram.Missing);
    return 1;
}

if (await PageBuild.EnsureAsync(Console.Out, CancellationToken.None) is not { } built)
{
    return 1;
}

Console.WriteLine(
    $"{Environment.ProcessorCount} processors, shared by the inbox, the browser and this process; "
    + $"{RuntimeInformation.FrameworkDescription}."
    + $" {Conversations:N0} open conversations, {rounds} rounds. Medians (min to max).");
await using var inbox = await MeasuredInbox.StartAsync(page: built);
await ManyConversations.WriteAsync(inbox.Storage, Conversations);
foreach (var text in CustomerText.Make(Texts * rounds, rounds))
{
    await inbox.Http.TakeAsync(text);
}

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, ChromiumSandbox = false });
Report.Line($"browser: {Path.GetFileName(program)} {browser.Version}");

await new FirstLoad(browser, inbox).MeasureAsync(rounds);
await new OpeningConversations(browser, inbox).MeasureAsync(rounds);
await new LongTasks(browser, inbox, Loaded).MeasureAsync(rounds, TimeSpan.FromSeconds(seconds));
return 0;
