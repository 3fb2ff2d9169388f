using System.Net.Http.Json;
using ZuperConnect.Tests.Faults;

namespace ZuperConnect.Tests.Local;

/// <summary>Backups as a user creates and restores them. The content of a backup is tested with the storage.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly LocalData _data = new();
    private readonly LocalData _elsewhere = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("zuperconnect-backup-").FullName;
    private readonly int _port = FreePorts.Take(1)[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_folder, "inbox.zip");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await _elsewhere.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_that_is_made_while_the_inbox_runs_or_not_brings_everything_back(bool running)
    {
        await using (var program = await LocalProgram.StartAsync(_data, _port))
        {
            await TextAsync("before");
            if (!running)
            {
                Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
            }

            var (made, said) = await LocalProgram.RunAsync("--data", _data.Path, "--backup", Backup);
            Assert.True(made is 0, said);
            Assert.Contains(Backup, said);
            if (running)
            {
                await TextAsync("after");
            }
        }

        var (restored, output) = await LocalProgram.RunAsync("--data", _elsewhere.Path, "--restore", Backup);
        Assert.True(restored is 0, output);
        Assert.Contains(_elsewhere.Path, output);

        await using var again = await LocalProgram.StartAsync(_elsewhere, _port);
        Assert.Equal(["before"], await TextsAsync());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
            Assert.All(DataFolderTests.Modes(_elsewhere.Path), entry => Assert.Equal((entry.Path, DataFolderTests.Owners), entry));
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        await MakeDataAsync();
        await File.WriteAllTextAsync(Backup, "precious", Cancellation);

        await RefusedAsync(Backup, "--data", _data.Path, "--backup", Backup);

        Assert.Equal("precious", await File.ReadAllTextAsync(Backup, Cancellation));
    }

    [Fact]
    public async Task A_folder_without_an_inbox_has_no_backup_and_none_is_left_behind()
    {
        await RefusedAsync(_data.Path, "--data", _data.Path, "--backup", Backup);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_folder_that_has_data_is_left_as_it_is()
    {
        await MakeDataAsync();
        Assert.Equal(0, (await LocalProgram.RunAsync("--data", _data.Path, "--backup", Backup)).ExitCode);
        await using (var program = await LocalProgram.StartAsync(_data, _port))
        {
            await TextAsync("since");
            await RefusedAsync("in use", "--data", _data.Path, "--restore", Backup);
            Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
        }

        await RefusedAsync("--data", "--data", _data.Path, "--restore", Backup);

        await using var again = await LocalProgram.StartAsync(_data, _port);
        Assert.Equal(["Hello", "since"], await TextsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_that_is_not_whole_is_refused_and_leaves_an_empty_folder_that_an_inbox_starts_in(bool there)
    {
        await MakeDataAsync();
        if (there)
        {
            Assert.Equal(0, (await LocalProgram.RunAsync("--data", _data.Path, "--backup", Backup)).ExitCode);
            var bytes = await File.ReadAllBytesAsync(Backup, Cancellation);
            await File.WriteAllBytesAsync(Backup, bytes[..^(bytes.Length / 2)], Cancellation);
        }

        await RefusedAsync(Backup, "--data", _elsewhere.Path, "--restore", Backup);

        await using var started = await LocalProgram.StartAsync(_elsewhere, _port);
        Assert.Empty(await TextsAsync());
    }

    private static async Task RefusedAsync(string says, params string[] arguments)
    {
        var (exitCode, output) = await LocalProgram.RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(says, output);
        Assert.DoesNotContain("   at ", output);
    }

    private async Task MakeDataAsync()
    {
        await using var program = await LocalProgram.StartAsync(_data, _port);
        await TextAsync("Hello");
        Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
    }

    private async Task TextAsync(string text)
    {
        using var http = await LocalProgram.SignInAsync(_port);
        (await http.PostAsJsonAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text },
            Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task<string[]> TextsAsync()
    {
        using var http = await LocalProgram.SignInAsync(_port);
        using var response = await http.GetAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}/timeline", UriKind.Relative), Cancellation);
        return response.IsSuccessStatusCode
            ? [.. (await RunningInbox.JsonAsync(response))["items"]!.AsArray()
                .Select(item => (string)item!["text"]!).Order(StringComparer.Ordinal)] : [];
    }
}
