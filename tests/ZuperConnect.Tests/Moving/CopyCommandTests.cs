using System.Net.Http.Json;
using Azure.Data.Tables;
using ZuperConnect.Local.Moving;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Moving;

/// <summary>Moving an inbox with the program itself, as a user does.</summary>
public sealed class CopyCommandTests(TestAzurite azurite) : IAsyncLifetime
{
    private readonly LocalData _data = new();
    private readonly LocalData _elsewhere = new();
    private readonly int _port = FreePorts.Take(1)[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Note => Path.Combine(_data.Path, CopyMarker.FileName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task An_inbox_goes_to_other_storage_and_from_there_into_another_folder_and_answers_there_as_before()
    {
        var connectionString = azurite.NewConnectionString();
        await using (var program = await LocalProgram.StartAsync(_data, _port))
        {
            await TextAsync("Hello");
            await RefusedAsync("in use", "--data", _data.Path, "--copy-to", connectionString);
            Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
        }

        await DoneAsync("--data", _data.Path, "--copy-to", connectionString);
        await RefusedAsync("already", "--data", _data.Path, "--copy-to", connectionString);
        await DoneAsync("--data", _elsewhere.Path, "--copy-from", connectionString);
        Assert.False(File.Exists(Note));

        await using (var there = await LocalProgram.StartAsync(_elsewhere, _port, "--storage", connectionString))
        {
            Assert.Equal(["Hello"], await TextsAsync());
            Assert.Equal(0, await there.SignalAsync(LocalProgram.Terminate));
        }

        await using var back = await LocalProgram.StartAsync(_elsewhere, _port);
        Assert.Equal(["Hello"], await TextsAsync());
    }

    [Fact]
    public async Task An_old_folder_with_an_Azurite_becomes_one_with_a_database_with_what_the_phones_received()
    {
        await using (var old = await LocalProgram.StartAsync(_data, _port, "--storage", "azurite"))
        {
            await TextAsync("Hello");
            using var http = await LocalProgram.SignInAsync(_port);
            (await http.PostAsJsonAsync($"api/conversations/{RunningInbox.ConversationId}/messages", new { text = "Yes?" }, Cancellation))
                .EnsureSuccessStatusCode();
            await RunningInbox.EventuallyAsync(ReceivedAsync, received => received is ["Yes?"]);
            Assert.Equal(0, await old.SignalAsync(LocalProgram.Terminate));
        }

        await DoneAsync("--data", _data.Path, "--copy-from", "azurite");
        Assert.False(await _data.HasAzuriteAsync());
        await RefusedAsync("already", "--data", _data.Path, "--copy-from", "azurite");

        await using var now = await LocalProgram.StartAsync(_data, _port);
        Assert.Equal(["Hello", "Yes?"], await TextsAsync());
        Assert.Equal(["Yes?"], await ReceivedAsync());
    }

    [Fact]
    public async Task Killed_half_way_it_lets_no_inbox_start_there_and_the_same_command_goes_on()
    {
        var connectionString = azurite.NewConnectionString();
        await using (var store = await SqliteStore.OpenAsync(_data.Path, TimeProvider.System, Cancellation, durable: false))
        {
            await InboxSample.WriteAsync(store, Cancellation);
        }

        await using (var killed = LocalProgram.Begin("--data", _data.Path, "--copy-to", connectionString))
        {
            // Inbox is the first table, so most of the bytes remain.
            await RunningInbox.EventuallyAsync(() => HasRowsAsync(connectionString, "Inbox"), has => has);
            await killed.KillAsync();
        }

        Assert.True(File.Exists(Note), "It was not killed half-way.");
        await RefusedAsync("--copy-to", "--data", _data.Path, "--urls", $"http://127.0.0.1:{_port}");
        await RefusedAsync("--copy-to", "--data", _data.Path, "--copy-to", azurite.NewConnectionString());
        await RefusedAsync("--copy-to", "--data", _data.Path, "--copy-from", connectionString);

        Assert.Contains("Going on", await DoneAsync("--data", _data.Path, "--copy-to", connectionString));
        Assert.False(File.Exists(Note));
        await DoneAsync("--data", _elsewhere.Path, "--copy-from", connectionString);
        Assert.Equal(await ReadAsync(_data), await ReadAsync(_elsewhere));
    }

    [Fact]
    public async Task A_copy_that_is_not_the_same_at_the_end_is_an_error_and_not_finished()
    {
        var connectionString = azurite.NewConnectionString();
        await StartOnceAsync(_data);
        await DoneAsync("--data", _data.Path, "--copy-to", connectionString);
        using (var folder = await _data.OpenAsync())
        {
            new CopyMarker(CopyDirection.To, new TableServiceClient(connectionString).AccountName).Write(folder);
        }

        await new TableClient(connectionString, "Jobs").AddEntityAsync(new TableEntity("somebody", "else"), Cancellation);

        await RefusedAsync("Jobs has 1 rows that are not the same", "--data", _data.Path, "--copy-to", connectionString);
        Assert.True(File.Exists(Note));
    }

    [Fact]
    public async Task Into_a_folder_that_has_an_inbox_nothing_is_copied()
    {
        var connectionString = azurite.NewConnectionString();
        await StartOnceAsync(_data);
        await DoneAsync("--data", _data.Path, "--copy-to", connectionString);
        await StartOnceAsync(_elsewhere);
        var before = await ReadAsync(_elsewhere);

        await RefusedAsync("Numbers", "--data", _elsewhere.Path, "--copy-from", connectionString);

        Assert.Equal(before, await ReadAsync(_elsewhere));
    }

    [Theory]
    [InlineData("--copy-to")]
    [InlineData("--copy-from")]
    public async Task Where_there_is_no_inbox_to_copy_none_is_made(string command)
    {
        foreach (var storage in (string[])[azurite.NewConnectionString(), "azurite"])
        {
            await RefusedAsync("There", "--data", _data.Path, command, storage);

            Assert.DoesNotContain(
                Directory.EnumerateFileSystemEntries(_data.Path), path => !path.EndsWith(".lock", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_said_so_and_makes_no_inbox()
    {
        await RefusedAsync(
            "does not answer", "--data", _data.Path, "--copy-from",
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=MA==;TableEndpoint=http://127.0.0.1:{_port}/a;"
            + $"BlobEndpoint=http://127.0.0.1:{_port}/a");

        await using var started = await LocalProgram.StartAsync(_data, _port);
    }

    private static async Task<string> DoneAsync(params string[] arguments)
    {
        var (exitCode, output) = await LocalProgram.RunAsync(arguments);
        Assert.True(exitCode is 0, output);
        Assert.Contains("Both have the same", output);
        return output;
    }

    private static async Task RefusedAsync(string says, params string[] arguments)
    {
        var (exitCode, output) = await LocalProgram.RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(says, output);
        Assert.DoesNotContain("   at ", output);
    }

    private static async Task<bool> HasRowsAsync(string connectionString, string table)
    {
        try
        {
            return await new TableClient(connectionString, table)
                .QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: Cancellation).AnyAsync(Cancellation);
        }
        catch (Azure.RequestFailedException missing) when (missing.Status is 404)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(LocalData data)
    {
        await using var store = await SqliteStore.OpenAsync(data.Path, TimeProvider.System, Cancellation, durable: false);
        return await InboxSample.ReadAsync(store, Cancellation);
    }

    private async Task StartOnceAsync(LocalData data)
    {
        await using var program = await LocalProgram.StartAsync(data, _port);
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
        var page = await RunningInbox.JsonAsync(
            await http.GetAsync(new Uri($"api/conversations/{RunningInbox.ConversationId}/timeline", UriKind.Relative), Cancellation));
        return [.. page["items"]!.AsArray().Select(item => (string)item!["text"]!).Order(StringComparer.Ordinal)];
    }

    private async Task<string[]> ReceivedAsync()
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_port}/") };
        var page = await RunningInbox.JsonAsync(await http.GetAsync("local/phone/sms?number=12065550199", Cancellation));
        return [.. page["items"]!.AsArray().Select(item => (string)item!["text"]!)];
    }
}
