using System.Net.Http.Json;
using ZuperConnect.Local.Phone;
using ZuperConnect.Smoke;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Smoke;

public sealed class SmokeTestTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task It_plays_the_main_path_and_leaves_nothing_behind()
    {
        await _inbox.CustomerWritesAsync("I was here before");

        var (exitCode, output) = await RunAsync(await OptionsAsync() with { Send = true });

        Assert.True(output.TrimEnd().EndsWith("21 passed, 0 failed, 0 skipped", StringComparison.Ordinal), output);
        Assert.Equal(0, exitCode);
        Assert.All(Lines(output)[..^1], line => Assert.Matches(@"^passed +[0-9]+\.[0-9]{3} s  \S", line));
        Assert.Equal([RunningInbox.ConversationId], (await _inbox.ListAsync())["items"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Empty((await _inbox.GetAsync("api/customers"))["items"]!.AsArray());
        await RunningInbox.EventuallyAsync(() => _inbox.GetAsync("api/jobs"), jobs => jobs["items"]!.AsArray().Count is 0);
    }

    [Fact]
    public async Task Without_events_it_tries_the_customers_only()
    {
        var (exitCode, output) = await RunAsync(await OptionsAsync() with { PostsEvents = false });

        Assert.Equal(0, exitCode);
        Assert.EndsWith("11 passed, 0 failed, 10 skipped", output.TrimEnd());
        Assert.Contains(Lines(output), line => line.StartsWith("passed", StringComparison.Ordinal)
            && line.EndsWith("  renamed", StringComparison.Ordinal));
        Assert.Empty((await _inbox.GetAsync("api/customers"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Where_nobody_listens_it_fails_at_once()
    {
        var (exitCode, output) = await RunAsync(await OptionsAsync() with { Address = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}/") });

        Assert.Equal(1, exitCode);
        Assert.StartsWith("FAILED", output);
        Assert.EndsWith("0 passed, 1 failed, 20 skipped", output.TrimEnd());
    }

    [Theory]
    [InlineData("ben", "role is member")]
    [InlineData("carl", "role is member")]
    [InlineData(null, "401")]
    public async Task With_a_token_that_may_not_erase_it_makes_nothing(string? user, string reason)
    {
        var (exitCode, output) = await RunAsync(
            await OptionsAsync() with { Token = user is null ? "nonsense" : await _inbox.TokenAsync(user) });

        Assert.Equal(1, exitCode);
        Assert.Contains($"signed in, as an admin: {reason}", output);
        Assert.EndsWith("4 passed, 1 failed, 16 skipped", output.TrimEnd());
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task A_step_that_fails_is_told_with_its_reason_and_what_was_made_is_erased_all_the_same()
    {
        // Refused immediately, so that it is never sent.
        _inbox.SetTextOutcome(SimulatedTextOutcome.Refused);

        var (exitCode, output) = await RunAsync(
            await OptionsAsync() with { Customer = RunningInbox.Customer, Send = true, Timeout = TimeSpan.FromMinutes(1) });

        Assert.Equal(1, exitCode);
        Assert.Contains(Lines(output), line => line.StartsWith("FAILED", StringComparison.Ordinal)
            && line.Contains("an answer: It is failed", StringComparison.Ordinal));
        Assert.Contains(Lines(output), line => line.StartsWith("passed", StringComparison.Ordinal)
            && line.EndsWith("erased, with all that passed", StringComparison.Ordinal));
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Empty((await _inbox.GetAsync("api/customers"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_customer_with_whom_something_passed_is_left_alone()
    {
        await _inbox.CustomerWritesAsync("I am a customer", to: RunningInbox.Service);

        var (exitCode, output) = await RunAsync(await OptionsAsync() with { Customer = RunningInbox.Customer });

        Assert.Equal(1, exitCode);
        Assert.Contains("would be erased", output);
        Assert.Equal(1, (int)(await _inbox.ConversationAsync("14255550101-12065550199"))["unreadCount"]!);
    }

    [Fact]
    public async Task A_saved_customer_who_never_wrote_is_left_alone()
    {
        (await _inbox.Http.PostAsJsonAsync("api/customers", new { name = "Carla Lane", numbers = new[] { RunningInbox.Customer } },
            Cancellation)).EnsureSuccessStatusCode();

        var (exitCode, _) = await RunAsync(await OptionsAsync() with { Customer = RunningInbox.Customer });

        Assert.Equal(1, exitCode);
        Assert.Equal("Carla Lane", (string)Assert.Single((await _inbox.GetAsync("api/customers"))["items"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task As_a_program_it_ends_with_an_exit_code_and_takes_the_token_from_a_variable()
    {
        var (exitCode, output) = await SmokeProgram.RunAsync(await _inbox.TokenAsync("ana"), "--address", $"{_inbox.Http.BaseAddress}");
        Assert.EndsWith("20 passed, 0 failed, 1 skipped", output.TrimEnd());
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData(null, "SMOKE_TOKEN", "--address", "http://127.0.0.1:9")]
    [InlineData("token", "--address")]
    [InlineData("token", "http://inbox.example", "--address", "http://inbox.example")]
    [InlineData("token", "12065550199", "--address", "http://127.0.0.1:9", "--customer", "12065550199")]
    [InlineData("token", "--day", "--address", "https://inbox.example", "--day")]
    [InlineData("token", "--customer", "--address", "https://inbox.example", "--send")]
    public async Task Arguments_that_cannot_be_used_are_refused(string? token, string said, params string[] arguments)
    {
        var (exitCode, output) = await SmokeProgram.RunAsync(token, arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output);
        Assert.DoesNotContain("skipped", output);
    }

    private async Task<SmokeOptions> OptionsAsync() =>
        new(_inbox.Http.BaseAddress!, await _inbox.TokenAsync("ana"), PostsEvents: true,
            null, null, null, Send: false, TimeSpan.FromSeconds(60));

    private static async Task<(int ExitCode, string Output)> RunAsync(SmokeOptions options)
    {
        await using var output = new StringWriter();
        return (await new SmokeTest(options, output).RunAsync(Cancellation), output.ToString());
    }

    private static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
