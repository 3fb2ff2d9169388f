namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>The files of blobs' content.</summary>
public sealed class BlobContents(SqliteStores stores) : SqliteTest(stores)
{
    [Fact]
    public async Task A_blob_that_is_replaced_while_it_is_read_has_its_old_content()
    {
        await using var store = await OpenAsync();
        await UploadAsync(store, "a", 1, 2, 3);
        await using var reading = await store.GetContainer("contents").OpenReadAsync("a", 0, Cancellation);
        await UploadAsync(store, "a", 9);
        Assert.Equal(new byte[] { 9 }, await ReadAsync(store, "a"));
        await store.GetContainer("contents").DeleteAsync("a", ETag.Any, Cancellation);
        var old = new byte[3];
        await reading!.ReadExactlyAsync(old, Cancellation);
        Assert.Equal(new byte[] { 1, 2, 3 }, old);
        Assert.Empty(Directory.GetFiles(Blobs));
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("/outside")]
    [InlineData("a/./../b//c")]
    [InlineData("NUL\\..\\:*?")]
    public async Task A_name_is_no_path(string name)
    {
        await using var store = await OpenAsync();
        await UploadAsync(store, name, 1);
        Assert.Equal(new byte[] { 1 }, await ReadAsync(store, name));
        Assert.Single(Directory.GetFileSystemEntries(Blobs));
    }

    [Fact]
    public async Task Content_that_a_crash_left_behind_is_deleted_at_the_start()
    {
        await using (var store = await OpenAsync())
        {
            await UploadAsync(store, "a", 1);
        }

        await File.WriteAllTextAsync(Path.Combine(Blobs, $"{Guid.NewGuid():N}"), "renamed and not named by a row", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Blobs, $"{Guid.NewGuid():N}.part"), "half written", Cancellation);
        await using var again = await OpenAsync();
        Assert.Empty(again.LostBlobs);
        Assert.Single(Directory.GetFiles(Blobs));
        Assert.Equal(new byte[] { 1 }, await ReadAsync(again, "a"));
    }

    [Fact]
    public async Task Content_that_is_missing_or_cut_short_is_found_at_the_start_and_is_away()
    {
        await using (var store = await OpenAsync())
        {
            await UploadAsync(store, "kept", 1);
            await UploadAsync(store, "missing/one", 2, 2);
            await UploadAsync(store, "short", 3, 3, 3);
        }

        foreach (var file in new DirectoryInfo(Blobs).EnumerateFiles())
        {
            switch (file.Length)
            {
                case 2:
                    file.Delete();
                    break;
                case 3:
                    await File.WriteAllBytesAsync(file.FullName, [3], Cancellation);
                    break;
            }
        }

        await using var again = await OpenAsync();
        Assert.Equal(["contents/missing/one", "contents/short"], again.LostBlobs.Order());
        Assert.Equal(new byte[] { 1 }, await ReadAsync(again, "kept"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(again, "missing/one"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(again, "short"));
    }

    [Fact]
    public async Task What_is_given_up_or_refused_leaves_no_file()
    {
        await using var store = await OpenAsync();
        var container = store.GetContainer("contents");
        await using (var writer = container.OpenWrite("given up"))
        {
            await writer.AddAsync(new byte[100_000], Cancellation);
            Assert.Single(Directory.GetFiles(Blobs));
        }

        await Assert.ThrowsAsync<ConflictException>(
            () => container.UploadAsync("refused", new byte[] { 1 }, new(), BlobCondition.Unchanged(new("\"5\"")), Cancellation));
        Assert.Empty(Directory.GetFiles(Blobs));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_storage_away()
    {
        await using var store = await OpenAsync();
        Directory.Delete(Blobs);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => UploadAsync(store, "a", 1));
        Directory.CreateDirectory(Blobs);
        await UploadAsync(store, "a", 1);
    }
}
