using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Data;

/// <summary>Backups of the database in a data folder (docs/restore.md).</summary>
internal static class Backups
{
    /// <summary>Creates a backup in a new file. A host may use the folder meanwhile.</summary>
    /// <exception cref="LocalStartException">The backup failed.</exception>
    public static Task CreateAsync(
        LocalOptions options, string file, TextWriter output, CancellationToken cancellation) => SayAsync(async () =>
    {
        DataClock.RefuseToTake(options.Data);
        var lost = await SqliteBackup.CreateAsync(options.Data, file, new Percentage(output), cancellation);
        foreach (var blob in lost)
        {
            await output.WriteLineAsync($"The content of {blob} is missing in {options.Data} already, and so in the backup.");
        }

        await output.WriteLineAsync(
            $"{Path.GetFullPath(file)} is a backup of {Path.GetFullPath(options.Data)}, {Size(new FileInfo(file).Length)}. "
            + "It was read back. It has all that customers wrote and said: keep it as safe as the inbox.");
    });

    /// <summary>Restores a backup into a folder without data, and opens it once for verification.</summary>
    /// <exception cref="LocalStartException">Restoring failed; the folder is unchanged.</exception>
    /// <exception cref="DataFolderException">A host is running in the folder.</exception>
    public static Task RestoreAsync(
        LocalOptions options, string file, TextWriter output, CancellationToken cancellation) => SayAsync(async () =>
    {
        if (!File.Exists(file))
        {
            throw new LocalStartException($"There is no {file}.");
        }

        using var folder = await DataFolder.OpenAsync(options, cancellation);
        if (folder.HasDatabase || folder.HasAzurite)
        {
            throw new LocalStartException(
                $"{folder.Path} has data already, and it stays as it is. Move the folder away, or choose another with --data.");
        }

        await SqliteBackup.RestoreAsync(file, folder.Path, new Percentage(output), cancellation);
        await using var restored = await SqliteStore.OpenAsync(folder.Path, TimeProvider.System, cancellation);
        await restored.Checked;
        foreach (var blob in restored.LostBlobs)
        {
            await output.WriteLineAsync($"The content of {blob} is not in the backup.");
        }

        await output.WriteLineAsync($"{folder.Path} has what {Path.GetFullPath(file)} had, whole and unaltered. Start the inbox there.");
    });

    private static async Task SayAsync(Func<Task> command)
    {
        try
        {
            await command();
        }
        catch (Exception failure) when (failure is BackupException or DamagedStorageException or IncompatibleStorageException
            or StorageUnavailableException or UnauthorizedAccessException or IOException and not DataFolderException)
        {
            throw new LocalStartException(failure.Message, failure);
        }
    }

    private static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:N1} kB" : $"{bytes / 1e6:N1} MB";

    /// <summary>Reports the progress of longer operations.</summary>
    private sealed class Percentage(TextWriter output) : IProgress<BackupProgress>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
        private readonly TimeProvider _time = TimeProvider.System;
        private long _said = TimeProvider.System.GetTimestamp();

        public void Report(BackupProgress value)
        {
            if (_time.GetElapsedTime(_said) >= Every)
            {
                _said = _time.GetTimestamp();
                output.WriteLine($"{Size(value.Bytes)} of {Size(value.OfBytes)}");
            }
        }
    }
}
