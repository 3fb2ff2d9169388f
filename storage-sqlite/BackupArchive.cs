using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ZuperConnect.SqliteStorage;

/// <summary>Reads the ZIP file of a backup as untrusted input.</summary>
internal sealed partial class BackupArchive : IAsyncDisposable
{
    /// <summary>The name of the entry with the checksums.</summary>
    public const string SumsName = "SHA256SUMS";

    private readonly string _file;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, string> _sums;

    private BackupArchive(string file, ZipArchive zip, Dictionary<string, string> sums) => (_file, _zip, _sums) = (file, zip, sums);

    /// <summary>Opens a backup and reads its list of entries.</summary>
    /// <exception cref="BackupException">It is not a backup, or is incomplete.</exception>
    public static Task<BackupArchive> OpenAsync(string file, CancellationToken cancellation) => TranslateAsync(file, async () =>
    {
        if (!File.Exists(file))
        {
            throw new BackupException($"There is no {file}.");
        }

        var zip = await ZipFile.OpenReadAsync(file, cancellation);
        try
        {
            var sums = await ReadSumsAsync(zip, cancellation);
            var isBackup = sums.ContainsKey(StorageFolder.DatabaseName) && sums.Keys.All(name => Name().IsMatch(name))
                && zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).SequenceEqual(
                    sums.Keys.Append(SumsName).Order(StringComparer.Ordinal));
            return isBackup
                ? new BackupArchive(file, zip, sums)
                : throw new InvalidDataException("It has other entries than a backup has.");
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    });

    /// <summary>Copies each file and compares its checksum.</summary>
    /// <param name="open">Opens the target stream for a file name.</param>
    /// <param name="progress">Reports the copied bytes.</param>
    /// <param name="cancellation">Cancels copying.</param>
    /// <exception cref="BackupException">A file is incomplete or was altered.</exception>
    public Task CopyAsync(Func<string, Stream> open, IProgress<BackupProgress> progress, CancellationToken cancellation) =>
        TranslateAsync(_file, async () =>
    {
        var (done, all) = (0L, _sums.Keys.Sum(name => _zip.GetEntry(name)!.Length));
        foreach (var (name, sum) in _sums)
        {
            await using var content = await _zip.GetEntry(name)!.OpenAsync(cancellation);
            await using var copy = open(name);
            if (await HashedCopyAsync(content, copy, count => progress.Report(new(done += count, all)), cancellation) != sum)
            {
                throw new InvalidDataException($"{name} was altered.");
            }

            (copy as FileStream)?.Flush(flushToDisk: true);
        }

        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _zip.DisposeAsync();

    /// <summary>Copies a stream.</summary>
    /// <returns>The SHA-256 hash of what was copied, in lower-case hexadecimal digits.</returns>
    public static async Task<string> HashedCopyAsync(Stream from, Stream to, Action<long> copied, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new byte[128 * 1024];
        while (await from.ReadAsync(part, cancellation) is > 0 and var count)
        {
            hash.AppendData(part, 0, count);
            await to.WriteAsync(part.AsMemory(0, count), cancellation);
            copied(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<Dictionary<string, string>> ReadSumsAsync(ZipArchive zip, CancellationToken cancellation)
    {
        var entry = zip.GetEntry(SumsName) ?? throw new InvalidDataException($"It has no {SumsName}.");
        using var reader = new StreamReader(await entry.OpenAsync(cancellation));
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split("  ") is not [var sum, var name] || !sums.TryAdd(name, sum))
            {
                throw new InvalidDataException($"Its {SumsName} cannot be read.");
            }
        }

        return sums;
    }

    private static async Task<T> TranslateAsync<T>(string file, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new BackupException($"{file} is not a whole and unaltered backup: {failure.Message}", failure);
        }
    }

    // Other names are refused, so that no entry is written outside the folder.
    [GeneratedRegex($@"^({StorageFolder.DatabaseName}|{StorageFolder.BlobsName}/[0-9a-f]{{32}})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
