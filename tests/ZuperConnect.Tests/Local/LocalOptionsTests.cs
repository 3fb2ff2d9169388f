using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;

namespace ZuperConnect.Tests.Local;

public sealed class LocalOptionsTests
{
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=inboxabc;AccountKey=MA==;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("--backup", "a.zip", "--restore", "b.zip")]
    [InlineData("--backup", "a.zip", "--copy-to", "inboxabc")]
    [InlineData("--restore", "a.zip", "--copy-from", "inboxabc")]
    [InlineData("--copy-to", "inboxabc", "--copy-from", "inboxabc")]
    [InlineData("--restore", "a.zip", "--fresh")]
    [InlineData("--copy-from", "azurite", "--fresh")]
    [InlineData("--backup", "a.zip", "--storage", "azurite")]
    [InlineData("--copy-to", "inboxabc", "--expose")]
    [InlineData("--demo", "--expose")]
    [InlineData("--demo", "--storage", "azurite")]
    [InlineData("--demo", "--backup", "a.zip")]
    [InlineData("--speed", "60", "--expose")]
    [InlineData("--speed", "60", "--storage", "azurite")]
    [InlineData("--speed", "60", "--backup", "a.zip")]
    [InlineData("--speed", "60", "--copy-to", "inboxabc")]
    [InlineData("--speed", "0.5")]
    [InlineData("--speed", "100001")]
    [InlineData("--speed", "NaN")]
    public async Task Options_that_exclude_each_other_are_refused_and_both_are_named(params string[] arguments)
    {
        var options = await ReadAsync(arguments);

        var refusal = Assert.Throws<LocalStartException>(options.RefuseContradictions);

        Assert.All(arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)), name =>
            Assert.Contains(name, refusal.Message));
    }

    [Theory]
    [InlineData("Auth:Authority", "https://login.example")]
    [InlineData("Telephony:Provider", "twilio")]
    [InlineData("Storage:Tables", Connection)]
    public async Task Time_does_not_run_fast_where_others_are_concerned(string setting, string value)
    {
        var options = await ReadAsync("--speed", "60", $"--{setting}", value);

        Assert.Contains($"--speed and {setting} ", Assert.Throws<LocalStartException>(options.RefuseContradictions).Message);
    }

    [Theory]
    [InlineData]
    [InlineData("--fresh", "--storage", "azurite")]
    [InlineData("--demo", "--fresh", "--data", "elsewhere")]
    [InlineData("--demo", "--speed", "3600")]
    [InlineData("--speed", "1", "--Telephony:Provider", "simulated")]
    [InlineData("--expose", "--storage", "azurite")]
    [InlineData("--backup", "a.zip", "--data", "elsewhere")]
    [InlineData("--copy-to", "inboxabc", "--Auth:FirstAdmin", "ana")]
    public async Task Options_that_go_together_are_accepted(params string[] arguments) =>
        (await ReadAsync(arguments)).RefuseContradictions();

    [Theory]
    [InlineData(".data")]
    [InlineData(".demo", "--demo")]
    [InlineData("elsewhere", "--demo", "--data", "elsewhere")]
    public async Task The_demo_has_a_folder_of_its_own(string folder, params string[] arguments) =>
        Assert.Equal(folder, (await ReadAsync(arguments)).Data);

    [Fact]
    public async Task Fresh_does_not_go_with_storage_that_it_would_not_empty()
    {
        var options = await ReadAsync("--fresh", "--storage", Connection);

        Assert.Contains("--fresh", Assert.Throws<LocalStartException>(options.StorageName).Message);
        Assert.Contains("--fresh", Assert.Throws<LocalStartException>(
            (options with
            {
                Storage = null,
                Settings = new Dictionary<string, string?>
                {
                    [AzureStorageRegistration.Tables] = Connection,
                    [AzureStorageRegistration.Blobs] = Connection
                }
            }).StorageName).Message);
    }

    [Fact]
    public async Task Storage_is_the_database_unless_something_else_is_named()
    {
        Assert.IsType<StorageName.Database>((await ReadAsync()).StorageName());
        Assert.IsType<StorageName.OwnAzurite>((await ReadAsync("--storage", "azurite")).StorageName());
        Assert.Equal("inboxabc", Assert.IsType<StorageName.Running>((await ReadAsync("--storage", Connection)).StorageName()).Account);
    }

    [Fact]
    public void An_inbox_runs_on_no_account_that_is_only_named_and_is_copied_to_one()
    {
        Assert.Throws<LocalStartException>(() => StorageName.Read("--storage", "inboxabc"));

        var named = Assert.IsType<StorageName.Running>(StorageName.ReadOther("--copy-to", "inboxabc"));
        Assert.Equal("inboxabc", named.Account);
        Assert.Contains(new("Storage:Tables:endpoint", "https://inboxabc.table.core.windows.net"), named.Settings);
        Assert.Contains(new("Storage:Blobs:serviceUri", "https://inboxabc.blob.core.windows.net"), named.Settings);
        Assert.IsType<StorageName.OwnAzurite>(StorageName.ReadOther("--copy-to", "azurite"));
        Assert.Equal("inboxabc", Assert.IsType<StorageName.Running>(StorageName.ReadOther("--copy-to", Connection)).Account);
    }

    [Theory]
    [InlineData("Inbox Abc")]
    [InlineData("https://inboxabc.table.core.windows.net")]
    [InlineData("ab")]
    public void The_name_of_no_storage_is_refused(string text) =>
        Assert.Contains("--copy-to", Assert.Throws<LocalStartException>(() => StorageName.ReadOther("--copy-to", text)).Message);

    private static async Task<LocalOptions> ReadAsync(params string[] arguments)
    {
        LocalOptions? read = null;
        Assert.Equal(0, await LocalCommandLine.RunAsync(arguments, (options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        }));
        return read!;
    }
}
