using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ZuperConnect.Tests.Faults;

namespace ZuperConnect.Tests.Local;

public sealed class LocalProgramTests : IAsyncLifetime
{
    private readonly LocalData _data = new();
    private readonly int _port = FreePorts.Take(1)[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task It_says_where_it_is_and_how_to_sign_in()
    {
        await using var program = await LocalProgram.StartAsync(_data, _port);

        await program.SaysAsync($"ZuperConnect listens at http://127.0.0.1:{_port}/");
        await program.SaysAsync(_data.Path);
        await program.SaysAsync("Ctrl-C stops it");
        await program.SaysAsync("Sign in as ana");
        await program.SaysAsync($"http://127.0.0.1:{_port}/local/sign-in");
        using var http = await LocalProgram.SignInAsync(_port);
        Assert.Equal("ana", (string)(await RunningInbox.JsonAsync(await http.GetAsync("api/me", Cancellation)))["userId"]!);
    }

    [Theory]
    [InlineData(LocalProgram.Interrupt)]
    [InlineData(LocalProgram.Terminate)]
    public async Task Asked_to_end_it_ends_with_its_storage_and_has_all_at_the_next_start_unless_that_is_fresh(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals there.");
        await using (var first = await LocalProgram.StartAsync(_data, _port))
        {
            using var http = await LocalProgram.SignInAsync(_port);
            (await http.PostAsJsonAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Hello" },
                Cancellation)).EnsureSuccessStatusCode();
            Assert.Equal(0, await first.SignalAsync(signal));
        }

        Assert.All(DataFolderTests.Modes(_data.Path), entry => Assert.Equal((entry.Path, DataFolderTests.Owners), entry));

        Assert.False(await _data.HasAzuriteAsync());
        var fresh = signal is LocalProgram.Terminate;
        await using var second = fresh
            ? await LocalProgram.StartAsync(_data, _port, "--fresh") : await LocalProgram.StartAsync(_data, _port);
        using var again = await LocalProgram.SignInAsync(_port);
        var list = await RunningInbox.JsonAsync(await again.GetAsync("api/conversations", Cancellation));
        Assert.Equal(fresh ? [] : [RunningInbox.ConversationId], list["items"]!.AsArray().Select(item => (string)item!["id"]!));
    }

    [Fact]
    public async Task A_second_start_in_the_same_data_folder_is_refused_and_does_not_disturb_the_first()
    {
        await using var first = await LocalProgram.StartAsync(_data, _port);

        var (exitCode, output) = await LocalProgram.RunAsync("--urls", "http://127.0.0.1:0", "--data", _data.Path, "--fresh");

        Assert.Equal(1, exitCode);
        Assert.Contains(_data.Path, output);
        Assert.Contains("in use by another process", output);
        Assert.DoesNotContain("   at ", output);
        using var http = await LocalProgram.SignInAsync(_port);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/conversations", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://[::]:{0}")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:{0}")]
    public async Task An_address_beyond_this_machine_is_refused_without_expose_and_nothing_is_started(string urls)
    {
        var (exitCode, output) = await LocalProgram.RunAsync("--urls", urls.Replace("{0}", $"{_port}"), "--data", _data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("--expose", output);
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(_data.Path));
    }

    [Fact]
    public async Task No_variable_of_the_environment_moves_it_to_another_address()
    {
        var elsewhere = FreePorts.Take(1)[0];
        await using var program = await LocalProgram.StartAsync(
            _data, _port,
            [("ASPNETCORE_URLS", $"http://0.0.0.0:{elsewhere}"), ("Kestrel__Endpoints__Http__Url", $"http://0.0.0.0:{elsewhere}")]);
        using var http = new HttpClient();
        await http.GetStringAsync($"http://127.0.0.1:{_port}/api/health", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetStringAsync($"http://127.0.0.1:{elsewhere}/api/health", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("nonsense")]
    [InlineData("http://loopback:5080")]
    [InlineData("http://ana@localhost:5080")]
    public async Task An_address_that_is_none_is_refused(string urls)
    {
        var (exitCode, output) = await LocalProgram.RunAsync("--urls", urls, "--data", _data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("http://localhost:5080", output);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_refused_in_one_sentence()
    {
        var file = Path.GetTempFileName();
        var (exitCode, output) = await LocalProgram.RunAsync("--urls", $"http://127.0.0.1:{_port}", "--data", file);
        File.Delete(file);

        Assert.Equal(1, exitCode);
        Assert.Contains("--data", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Exposed_it_has_no_local_routes_and_its_Event_Grid_address_wants_the_code_that_it_printed()
    {
        await using var program = await LocalProgram.StartAsync(_data, _port, "--expose");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_port}/") };
        var printed = (await program.SaysAsync("Ctrl-C stops it")).Split('\n').Select(line => line.Split("&code="))
            .Single(parts => parts.Length is 2)[1].Trim();

        await RunningInbox.ProblemAsync(await http.PostAsJsonAsync("local/sign-in", new { userId = "ana" }, Cancellation), 404);
        await RunningInbox.ProblemAsync(await http.GetAsync("local/phone/sms?number=12065550199", Cancellation), 404);
        await RunningInbox.ProblemAsync(await http.GetAsync("api/conversations", Cancellation), 401);
        await RunningInbox.ProblemAsync(await PostAsync(""), 401);
        await RunningInbox.ProblemAsync(await PostAsync("&code="), 401);
        await RunningInbox.ProblemAsync(await PostAsync($"&code={printed[..^1]}"), 401);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync($"&code={printed}")).StatusCode);
        Assert.DoesNotContain("local/sign-in", program.Output);

        async Task<HttpResponseMessage> PostAsync(string code)
        {
            using var content = new StringContent(EventGridSamples.Documented, System.Text.Encoding.UTF8, "application/json");
            return await http.PostAsync(
                new Uri($"runtime/webhooks/EventGrid?functionName=SmsReceived{code}", UriKind.Relative), content, Cancellation);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_said_so_and_leaves_no_storage_running()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();

        var (exitCode, output) = await LocalProgram.RunAsync("--urls", $"http://127.0.0.1:{_port}", "--data", _data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{_port}", output);
        Assert.Contains("--urls", output);
        Assert.DoesNotContain("   at ", output);
        Assert.False(await _data.HasAzuriteAsync());
    }

    [Theory]
    [InlineData("--frehs")]
    [InlineData("fresh")]
    [InlineData("--urls")]
    [InlineData("--urls", "here")]
    [InlineData("--urls", "https://localhost:5080")]
    public async Task Arguments_that_cannot_be_read_are_refused(params string[] arguments)
    {
        var (exitCode, output) = await LocalProgram.RunAsync(["--data", _data.Path, .. arguments]);

        Assert.Equal(1, exitCode);
        Assert.Contains(arguments[^1], output);
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(_data.Path));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=MA==;TableEndpoint=http://127.0.0.1:9/a;BlobEndpoint=http://127.0.0.1:9/a")]
    public async Task Storage_that_is_none_or_does_not_answer_is_said_so(string connectionString)
    {
        var (exitCode, output) = await LocalProgram.RunAsync(
            "--urls", "http://127.0.0.1:0", "--data", _data.Path, "--storage", connectionString);

        Assert.Equal(1, exitCode);
        Assert.Contains("--storage", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        var (exitCode, output) = await LocalProgram.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--urls", "--data", "--fresh", "--expose", "--storage", "--Webhooks:Url", "--Auth:FirstAdmin"], option =>
            Assert.Contains(option, output));
    }
}
