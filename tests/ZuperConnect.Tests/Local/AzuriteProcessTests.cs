using System.Net.Sockets;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

public sealed class AzuriteProcessTests(TestAzurite azurite) : IAsyncLifetime
{
    // The well-known account, published by Microsoft for every emulator.
    private const string EmulatorsAccount = "devstoreaccount1";
    private const string EmulatorsKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _path = TestAzurite.NewFolderPath();
    private DataFolder _folder = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _folder = await OpenAsync();

    // Stops everything that a test left running.
    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        (await DataFolder.OpenAsync(_path, fresh: true, CancellationToken.None)).Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task Data_survives_a_stop_and_a_start()
    {
        await using (var before = await StartAsync())
        {
            await WriteAsync(before.ConnectionString);
            var blobs = new BlobContainerClient(before.ConnectionString, "recordings");
            await blobs.CreateAsync(cancellationToken: Cancellation);
            await blobs.UploadBlobAsync("hello", BinaryData.FromString("hello"), Cancellation);
        }

        await using var after = await StartAsync();

        Assert.Equal(100, await CountAsync(after.ConnectionString));
        var blob = await new BlobClient(after.ConnectionString, "recordings", "hello").DownloadContentAsync(Cancellation);
        Assert.Equal("hello", blob.Value.Content.ToString());
    }

    [Fact]
    public async Task A_stopped_Azurite_is_gone_and_stopping_it_again_changes_nothing()
    {
        var azurite = await StartAsync();

        await Task.WhenAll(azurite.StopAsync(Cancellation), azurite.StopAsync(Cancellation));
        await azurite.StopAsync(Cancellation);

        using var client = new TcpClient();
        var address = new TableServiceClient(azurite.ConnectionString).Uri;
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port, Cancellation).AsTask());
    }

    [Fact]
    public async Task One_that_a_killed_host_left_behind_is_taken_over_with_its_data_and_stopped_by_the_new_owner()
    {
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);
        await LoseHostAsync();

        var second = await StartAsync();

        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.Equal(first.ConnectionString, second.ConnectionString);
        Assert.Equal(100, await CountAsync(second.ConnectionString));

        await second.StopAsync(Cancellation);
        await using var third = await StartAsync();

        Assert.NotEqual(first.ProcessId, third.ProcessId);
        Assert.Equal(100, await CountAsync(third.ConnectionString));
    }

    [Fact]
    public async Task An_Azurite_left_behind_without_the_wanted_accounts_is_replaced_and_the_data_stays()
    {
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);
        await LoseHostAsync();

        await using var second = await StartAsync("another");

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Equal(100, await CountAsync(second.ConnectionString));
        await WriteAsync(second.ConnectionStringFor("another"));
    }

    [Fact]
    public async Task An_Azurite_that_is_stopping_is_waited_for_and_not_taken_over()
    {
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);
        var stopping = first.StopAsync(Cancellation);
        await LoseHostAsync();

        await using var second = await StartAsync();
        await stopping;

        Assert.Equal(100, await CountAsync(second.ConnectionString));
    }

    [Fact]
    public async Task Nobody_comes_in_by_the_key_that_every_emulator_has()
    {
        await using var azurite = await StartAsync();
        var key = azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        var account = azurite.ConnectionString.Split("AccountName=")[1].Split(';')[0];
        Assert.NotEqual(EmulatorsAccount, account);
        foreach (var guessed in (string[])[azurite.ConnectionString.Replace(key, EmulatorsKey),
            azurite.ConnectionString.Replace(key, EmulatorsKey).Replace(account, EmulatorsAccount)])
        {
            await Assert.ThrowsAsync<RequestFailedException>(() => TablesAsync(guessed));
            await Assert.ThrowsAsync<RequestFailedException>(
                () => new BlobContainerClient(guessed, "recordings").CreateAsync(cancellationToken: Cancellation));
        }

        Assert.Empty(await TablesAsync(azurite.ConnectionString));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_from_before_there_were_keys_keeps_its_data_in_its_account_and_gets_a_key(bool leftRunning)
    {
        // As in earlier versions: the well-known account and key, no key file, and no key hash in the process file.
        var (keyFile, noteFile) = (Path.Combine(_folder.Path, "storage.key"), Path.Combine(_folder.Path, "azurite.json"));
        await File.WriteAllTextAsync(keyFile, $"{EmulatorsAccount}:{EmulatorsKey}", Cancellation);
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);
        var note = JsonNode.Parse(await File.ReadAllTextAsync(noteFile, Cancellation))!.AsObject();
        Assert.True(note.Remove("keyHash"));
        await File.WriteAllTextAsync(noteFile, note.ToJsonString(), Cancellation);
        File.Delete(keyFile);
        if (leftRunning)
        {
            await LoseHostAsync();
        }
        else
        {
            await first.StopAsync(Cancellation);
        }

        await using var second = await StartAsync();

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Equal(100, await CountAsync(second.ConnectionString));
        Assert.Contains($"AccountName={EmulatorsAccount};", second.ConnectionString);
        Assert.DoesNotContain(EmulatorsKey, second.ConnectionString);
        var key = second.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        await Assert.ThrowsAsync<RequestFailedException>(() => TablesAsync(second.ConnectionString.Replace(key, EmulatorsKey)));
    }

    [Fact]
    public async Task A_key_that_is_lost_is_made_anew_and_the_data_stays()
    {
        await using (var first = await StartAsync())
        {
            await WriteAsync(first.ConnectionString);
        }

        File.Delete(Path.Combine(_folder.Path, "storage.key"));
        await using var second = await StartAsync();
        Assert.Equal(100, await CountAsync(second.ConnectionString));
    }

    [Fact]
    public async Task A_fresh_folder_stops_the_one_left_behind_and_forgets_its_data()
    {
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);
        await LoseHostAsync(fresh: true);

        await using var second = await StartAsync();

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Empty(await TablesAsync(second.ConnectionString));
    }

    [Fact]
    public async Task Azurite_that_cannot_run_says_why()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "azurite")).FullName, "__azurite_db_table__.json"),
            "no JSON",
            Cancellation);

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => StartAsync());

        Assert.Contains(_folder.Path, failure.Message);
        Assert.Contains("JSON", failure.Message);
    }

    [Fact]
    public async Task It_runs_in_a_session_of_its_own()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var azurite = await StartAsync();

        Assert.Equal((azurite.ProcessId, azurite.ProcessId), GroupAndSession(azurite.ProcessId));
        Assert.NotEqual(GroupAndSession(Environment.ProcessId), GroupAndSession(azurite.ProcessId));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_others_tables()
    {
        var (one, other) = (azurite.NewConnectionString(), azurite.NewConnectionString());

        await WriteAsync(one);

        Assert.Equal(["Facts"], await TablesAsync(one));
        Assert.Empty(await TablesAsync(other));
    }

    private Task<DataFolder> OpenAsync(bool fresh = false) => DataFolder.OpenAsync(_path, fresh, Cancellation);

    private Task<AzuriteProcess> StartAsync(params string[] accounts) =>
        AzuriteProcess.StartAsync(_folder.Path, accounts, NullLogger.Instance, Cancellation);

    // A killed host leaves an unlocked folder with a running Azurite.
    private async Task LoseHostAsync(bool fresh = false)
    {
        _folder.Dispose();
        _folder = await OpenAsync(fresh);
    }

    private static async Task WriteAsync(string connectionString)
    {
        var table = new TableClient(connectionString, "Facts");
        await table.CreateAsync(Cancellation);
        await table.SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(
                number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("all", $"{number:000}"))),
            Cancellation);
    }

    private static async Task<int> CountAsync(string connectionString) =>
        await new TableClient(connectionString, "Facts").QueryAsync<TableEntity>(cancellationToken: Cancellation).CountAsync(Cancellation);

    private static async Task<string[]> TablesAsync(string connectionString) =>
        await new TableServiceClient(connectionString).QueryAsync(cancellationToken: Cancellation)
            .Select(table => table.Name).ToArrayAsync(Cancellation);

    private static (int Group, int Session) GroupAndSession(int processId)
    {
        // After the command's name in parentheses: state, parent, group, session.
        var fields = File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1].Split(' ');
        return (int.Parse(fields[2]), int.Parse(fields[3]));
    }
}
