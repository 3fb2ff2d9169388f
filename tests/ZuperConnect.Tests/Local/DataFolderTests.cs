using System.Runtime.Versioning;
using ZuperConnect.Local.Data;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Data => Path.Combine(_temporary.Path, "data");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_second_opening_is_refused_and_says_which_folder_and_what_to_do()
    {
        using var first = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<DataFolderException>(() => OpenAsync());

        Assert.Contains(first.Path, refusal.Message);
        Assert.Contains("Stop that one first", refusal.Message);
    }

    [Fact]
    public async Task A_refused_fresh_opening_empties_nothing()
    {
        using var first = await OpenAsync();
        var file = await WriteAsync(first, "kept.txt");

        await Assert.ThrowsAsync<DataFolderException>(() => OpenAsync(fresh: true));

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task It_can_be_opened_again_after_it_was_closed_and_has_what_it_had()
    {
        string file;
        using (var first = await OpenAsync())
        {
            file = await WriteAsync(first, "kept.txt");
        }

        using var second = await OpenAsync();

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Fresh_empties_the_folder()
    {
        using (var first = await OpenAsync())
        {
            await WriteAsync(first, "gone.txt");
            Directory.CreateDirectory(Path.Combine(first.Path, "gone", "too"));
        }

        using var second = await OpenAsync(fresh: true);

        var left = Assert.Single(Directory.EnumerateFileSystemEntries(second.Path));
        Assert.EndsWith(".lock", left);
    }

    [Fact]
    public async Task Fresh_does_not_empty_a_folder_that_was_never_a_data_folder()
    {
        var file = Path.Combine(Directory.CreateDirectory(Data).FullName, "thesis.txt");
        await File.WriteAllTextAsync(file, "precious", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DataFolderException>(() => OpenAsync(fresh: true));

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task A_link_to_the_folder_is_the_same_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        using var first = await OpenAsync();
        var link = Directory.CreateSymbolicLink(Path.Combine(_temporary.Path, "link"), Data).FullName;

        await Assert.ThrowsAsync<DataFolderException>(
            () => DataFolder.OpenAsync(link, fresh: false, TestContext.Current.CancellationToken));
        first.Dispose();
        using var second = await DataFolder.OpenAsync(link, fresh: false, TestContext.Current.CancellationToken);

        Assert.Equal(first.Path, second.Path);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_can_read_the_folder_and_an_older_folder_is_restricted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no modes there.");
        using (var first = await OpenAsync())
        {
            Assert.Equal([Owners], Modes(Data).Select(entry => entry.Mode).Distinct());
            await WriteAsync(first, "sign-in-key.pem");
            Directory.CreateDirectory(Path.Combine(first.Path, "azurite", "blobs"));
            await WriteAsync(first, "azurite/blobs/recording");
            File.CreateSymbolicLink(Path.Combine(first.Path, "azurite", "link"), Path.Combine(_temporary.Path, "elsewhere"));
        }

        await File.WriteAllTextAsync(Path.Combine(_temporary.Path, "elsewhere"), "somebody's", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Path.Combine(_temporary.Path, "elsewhere"), Everybodys);
        Loosen();
        using var second = await OpenAsync();

        Assert.All(Modes(Data), entry => Assert.Equal((entry.Path, Owners), entry));
        Assert.Equal(Everybodys, File.GetUnixFileMode(Path.Combine(_temporary.Path, "elsewhere")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_of_others_in_it_and_a_folder_that_has_them_are_left_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no modes there.");
        using (var first = await OpenAsync())
        {
            await WriteAsync(first, "run.sh");
            await WriteAsync(first, "storage.key");
        }

        Loosen();
        using var second = await OpenAsync();

        Assert.Equal(Everybodys, File.GetUnixFileMode(Data));
        Assert.Equal(Everybodys, File.GetUnixFileMode(Path.Combine(Data, "run.sh")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "storage.key")));
    }

    private const UnixFileMode Everybodys = (UnixFileMode)0b111_111_111;

    internal const string Owners = "its owner's";

    [UnsupportedOSPlatform("windows")]
    private void Loosen()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories)
            .Append(Data).Where(path => new FileInfo(path).LinkTarget is null))
        {
            File.SetUnixFileMode(path, Everybodys);
        }
    }

    /// <summary>The permissions of a folder and its content.</summary>
    internal static IEnumerable<(string Path, string Mode)> Modes(string folder) =>
        from path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder)
        where new FileInfo(path).LinkTarget is null
        let mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path)
        let owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | (
            Directory.Exists(path) ? UnixFileMode.UserExecute : UnixFileMode.None)
        select (path, mode == owners ? Owners : $"{mode}");

    private Task<DataFolder> OpenAsync(bool fresh = false) => DataFolder.OpenAsync(Data, fresh, TestContext.Current.CancellationToken);

    private static async Task<string> WriteAsync(DataFolder folder, string name)
    {
        var file = Path.Combine(folder.Path, name);
        await File.WriteAllTextAsync(file, "something", TestContext.Current.CancellationToken);
        return file;
    }
}
