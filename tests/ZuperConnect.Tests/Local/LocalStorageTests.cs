using System.Net.Http.Json;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Tests.Faults;

namespace ZuperConnect.Tests.Local;

/// <summary>The storage of the local host.</summary>
public sealed class LocalStorageTests : IAsyncLifetime
{
    private readonly LocalData _data = new();
    private readonly int _port = FreePorts.Take(1)[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_data.Path, SqliteStore.DatabaseName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task It_needs_no_Node_starts_no_process_and_listens_at_its_own_port_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var nothing = Directory.CreateTempSubdirectory("zuperconnect-path-").FullName;
        await using var program = await LocalProgram.StartAsync(_data, _port, [("PATH", nothing)]);
        Directory.Delete(nothing);

        Assert.Equal([_port], ListeningPorts(program.ProcessId));
        Assert.Equal(
            "", (await File.ReadAllTextAsync($"/proc/{program.ProcessId}/task/{program.ProcessId}/children", Cancellation)).Trim());
        Assert.False(Directory.Exists(Path.Combine(_data.Path, "azurite")));
        await TextAsync();
    }

    [Fact]
    public async Task Data_of_an_Azurite_is_not_hidden_behind_an_empty_database_and_both_ways_on_are_named()
    {
        await using (var before = await LocalProgram.StartAsync(_data, _port, "--storage", "azurite"))
        {
            await TextAsync();
            Assert.Equal(0, await before.SignalAsync(LocalProgram.Terminate));
        }

        var (exitCode, output) = await LocalProgram.RunAsync("--urls", $"http://127.0.0.1:{_port}", "--data", _data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("--storage azurite", output);
        Assert.Contains("--copy-from azurite", output);
        Assert.DoesNotContain("   at ", output);
        Assert.False(File.Exists(Database));

        await using (var again = await LocalProgram.StartAsync(_data, _port, "--storage", "azurite"))
        {
            Assert.Single(await ConversationsAsync());
        }

        await using var fresh = await LocalProgram.StartAsync(_data, _port, "--fresh");
        Assert.Empty(await ConversationsAsync());
        Assert.False(await Task.Run(() => Directory.Exists(Path.Combine(_data.Path, "azurite"))));
    }

    [Fact]
    public async Task Fresh_empties_a_database()
    {
        await using (var first = await LocalProgram.StartAsync(_data, _port))
        {
            await TextAsync();
            Assert.Equal(0, await first.SignalAsync(LocalProgram.Terminate));
        }

        await using var fresh = await LocalProgram.StartAsync(_data, _port, "--fresh");
        Assert.Empty(await ConversationsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_is_damaged_or_gone_is_said_so_at_the_start_with_what_to_do(bool gone)
    {
        await using (var first = await LocalProgram.StartAsync(_data, _port))
        {
            await UploadGreetingAsync();
            Assert.Equal(0, await first.SignalAsync(LocalProgram.Terminate));
        }

        if (gone)
        {
            File.Delete(Database);
        }
        else
        {
            await using var file = File.OpenWrite(Database);
            file.Position = 100;
            await file.WriteAsync(new byte[file.Length - 100], Cancellation);
        }

        var (exitCode, output) = await LocalProgram.RunAsync("--urls", $"http://127.0.0.1:{_port}", "--data", _data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains(Database, output);
        Assert.Contains("--restore", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Without_Node_Azurite_says_what_it_needs()
    {
        var nothing = Directory.CreateTempSubdirectory("zuperconnect-path-").FullName;

        var (exitCode, output) = await LocalProgram.RunAsync(
            [("PATH", nothing)], "--urls", $"http://127.0.0.1:{_port}", "--data", _data.Path, "--storage", "azurite");

        Directory.Delete(nothing);
        Assert.Equal(1, exitCode);
        Assert.Contains("Node.js", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Killed_it_has_what_it_acknowledged()
    {
        await using (var killed = await LocalProgram.StartAsync(_data, _port))
        {
            await TextAsync();
            await killed.KillAsync();
        }

        await using var again = await LocalProgram.StartAsync(_data, _port);
        Assert.Single(await ConversationsAsync());
    }

    private async Task TextAsync()
    {
        using var http = await LocalProgram.SignInAsync(_port);
        (await http.PostAsJsonAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Hello" },
            Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task UploadGreetingAsync()
    {
        using var http = await LocalProgram.SignInAsync(_port);
        using var content = new ByteArrayContent(
            ZuperConnect.Sounds.WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440))
        { Headers = { ContentType = new("audio/wav") } };
        (await http.PutAsync("api/numbers/+14255550100/greeting", content, Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task<string[]> ConversationsAsync()
    {
        using var http = await LocalProgram.SignInAsync(_port);
        var list = await RunningInbox.JsonAsync(await http.GetAsync("api/conversations", Cancellation));
        return [.. list["items"]!.AsArray().Select(item => (string)item!["id"]!)];
    }

    private static int[] ListeningPorts(int processId)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{processId}/fd")
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name)
            .Where(name => name?.StartsWith("socket:[", StringComparison.Ordinal) is true)
                .Select(name => name!["socket:[".Length..^1]).ToHashSet();

        // Columns: number, local address, remote address, state (0A: listening), queues, timer, retransmissions, user, timeout, inode.
        return [.. from table in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
                   from line in File.ReadLines(table).Skip(1)
                   let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                   where columns[3] is "0A" && sockets.Contains(columns[9])
                   select Convert.ToInt32(columns[1].Split(':')[1], 16)];
    }
}
