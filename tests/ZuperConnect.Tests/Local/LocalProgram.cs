using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using ZuperConnect.Local;

namespace ZuperConnect.Tests.Local;

/// <summary>The local host in its own process, as a user starts it.</summary>
internal sealed class LocalProgram : IAsyncDisposable
{
    public const int Interrupt = 2, Terminate = 15;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalProgram(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> variables, string? published = null)
    {
        // A test run in the background ignores SIGINT, and so would its children.
        string[] listens = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] program = published is null ? [Dotnet, typeof(LocalInbox).Assembly.Location, "--no-page"] : [published];
        string[] line = [.. listens, .. program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The path of the .NET host, as a test may give the program a PATH without it.</summary>
    private static string Dotnet => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
        .FirstOrDefault(File.Exists) ?? "dotnet";

    /// <summary>Its output so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it with these options, and does not wait.</summary>
    public static LocalProgram Begin(params string[] arguments) => new(arguments, []);

    /// <summary>Starts it at a port and waits until it listens.</summary>
    public static Task<LocalProgram> StartAsync(LocalData data, int port, params string[] more) => StartAsync(data, port, [], more);

    /// <summary>Starts it with environment variables.</summary>
    public static async Task<LocalProgram> StartAsync(
        LocalData data, int port, IEnumerable<(string Name, string Value)> variables, params string[] more)
    {
        return await new LocalProgram(["--urls", $"http://127.0.0.1:{port}", "--data", data.Path, .. more], variables).ListeningAsync();
    }

    /// <summary>Starts a published program, which has its page, and waits until it listens.</summary>
    public static Task<LocalProgram> StartPublishedAsync(string path, LocalData data, int port) =>
        new LocalProgram(["--urls", $"http://127.0.0.1:{port}", "--data", data.Path], [("PATH", "/usr/bin")], path).ListeningAsync();

    private async Task<LocalProgram> ListeningAsync()
    {
        await Task.WhenAny(_welcomed.Task, _process.WaitForExitAsync())
            .WaitAsync(Timeout, TestContext.Current.CancellationToken);
        Assert.True(_welcomed.Task.IsCompleted, $"It did not start:\n{Output}");
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs it with environment variables.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        await using var program = new LocalProgram(arguments, variables);
        return (await program.WaitForExitAsync(), program.Output);
    }

    /// <summary>Waits for a text in the output.</summary>
    public Task<string> SaysAsync(string text) =>
        RunningInbox.EventuallyAsync(() => Task.FromResult(Output), output => output.Contains(text, StringComparison.Ordinal));

    /// <summary>Sends a signal and returns the exit code.</summary>
    public Task<int> SignalAsync(int signal)
    {
        Assert.Equal(0, Kill(_process.Id, signal));
        return WaitForExitAsync();
    }

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>A client for a host at a port, whether it runs or not, signed in as ana with an earlier token.</summary>
    public static async Task<HttpClient> SignInAsync(int port)
    {
        var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/"), Timeout = Timeout };
        var answer = await RunningInbox.JsonAsync(await http.PostAsJsonAsync("local/sign-in", new { userId = "ana" }));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["token"]!);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Timeout, CancellationToken.None);
        return _process.ExitCode;
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.Contains("ZuperConnect listens at", StringComparison.Ordinal) is true)
        {
            _welcomed.TrySetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
