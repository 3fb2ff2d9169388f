using Azure;
using Azure.Identity;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Phone;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Moving;

/// <summary>
/// Copies an inbox between the database of a data folder and another storage (docs/moving.md). After an interruption, the same command
/// continues.
/// </summary>
/// <param name="direction">The direction.</param>
/// <param name="other">The other storage.</param>
/// <param name="folder">The data folder.</param>
/// <param name="output">Reports the progress.</param>
/// <param name="logging">The log.</param>
internal sealed class CopyCommand(CopyDirection direction, StorageName other, DataFolder folder, TextWriter output, ILoggerFactory logging)
{
    private readonly CopyMarker _note = new(direction, $"{other}");

    // The texts of the simulated phones belong to this machine and are not needed in Azure.
    private readonly bool _withPhones = other is StorageName.OwnAzurite;

    /// <summary>Copies the inbox, then compares both sides.</summary>
    /// <exception cref="LocalStartException">Copying failed, or the copy differs.</exception>
    /// <exception cref="DataFolderException">A host is running in the folder.</exception>
    public static async Task RunAsync(
        LocalOptions options, CopyDirection direction, StorageName other, TextWriter output, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(ConsoleLog.Add);
        using var folder = await DataFolder.OpenAsync(options, cancellation);
        var command = new CopyCommand(direction, other, folder, output, logging);
        try
        {
            await (direction is CopyDirection.To ? command.ToAsync(cancellation) : command.FromAsync(cancellation));
        }
        catch (StorageUnavailableException away)
        {
            throw new LocalStartException($"{away.Message} What was copied stays: the same command goes on from there.", away);
        }
        catch (StorageLimitException beyond)
        {
            throw new LocalStartException($"{beyond.Message} A row is larger than that storage takes.", beyond);
        }
        catch (Exception refused) when (refused is RequestFailedException or AuthenticationFailedException)
        {
            throw new LocalStartException(
                $"{other} refuses: {refused.Message.Split('\n')[0].Trim()} There has to be an inbox's storage of that name, "
                + "and whoever copies needs the roles that docs/moving.md names.",
                refused);
        }
    }

    private async Task ToAsync(CancellationToken cancellation)
    {
        DataClock.RefuseToTake(folder.Path);
        if (!folder.HasDatabase)
        {
            throw new LocalStartException(
                $"There is no database in {folder.Path} to copy"
                + (folder.HasAzurite ? ", but an Azurite's data, of which --copy-from azurite makes one." : "."));
        }

        var resumes = Resumes();
        await using var here = await OpenAsync(new StorageName.Database(), cancellation);
        await using var there = await OpenAsync(other, cancellation);
        await CreateAsync(there.Connect(), cancellation);
        await CopyAsync(here, folder.Path, there, $"{other}", resumes, cancellation);
    }

    private async Task FromAsync(CancellationToken cancellation)
    {
        if (other is StorageName.OwnAzurite && !folder.HasAzurite)
        {
            throw new LocalStartException($"There is no Azurite's data in {folder.Path} to copy.");
        }

        var resumes = Resumes();
        await using var there = await OpenAsync(other, cancellation);
        if (other is StorageName.OwnAzurite)
        {
            // An earlier version may have had fewer tables.
            await CreateAsync(there.Connect(), cancellation);
        }

        // Checks the source first: an empty database would otherwise be left behind and be taken for the inbox.
        await new StorageTables(there.Connect()).Inbox.QueryAsync(RowQuery.All.InPagesOf(1), cancellation).AnyAsync(cancellation);
        if (!folder.HasDatabase)
        {
            _note.Write(folder);
        }

        await using var here = await OpenAsync(new StorageName.Database(), cancellation);
        await CopyAsync(there, $"{other}", here, folder.Path, resumes, cancellation);
    }

    private async Task CopyAsync(
        OpenStorage from, string fromName, OpenStorage to, string toName, bool resumes, CancellationToken cancellation)
    {
        await Task.WhenAll(from.WhenSound, to.WhenSound);
        var copying = new InboxCopying(from.Connect(), to.Connect(), _withPhones, output);
        if (!resumes)
        {
            if (await copying.DataThereAsync(cancellation) is { Count: > 0 } data)
            {
                throw new LocalStartException(
                    $"{toName} has the data of an inbox already, in {string.Join(", ", data)}. Nothing was copied: "
                    + "an inbox is copied into empty storage only.");
            }

            _note.Write(folder);
        }

        await output.WriteLineAsync($"{(resumes ? "Going on to copy" : "Copying")} the inbox in {fromName} to {toName}.");
        await copying.CopyAsync(cancellation);
        await output.WriteLineAsync("Comparing.");
        if (await copying.CompareAsync(cancellation) is { Count: > 0 } different)
        {
            throw new LocalStartException(
                $"The copy is not the same: {string.Join("; ", different)}. Something has written to one of them meanwhile. "
                + $"Stop it, empty {toName}, and copy again.");
        }

        CopyMarker.Delete(folder);
        await output.WriteLineAsync($"Both have the same. From now on the inbox is in {toName}: start it there only.");
    }

    /// <summary>Whether the same copy was started before.</summary>
    private bool Resumes() => CopyMarker.Read(folder) switch
    {
        null => false,
        var begun when begun == _note => true,
        var another => throw new LocalStartException(another.Refusal(folder)),
    };

    private async Task CreateAsync(IStorage storage, CancellationToken cancellation)
    {
        await new StorageTables(storage).CreateAsync(cancellation);
        if (_withPhones)
        {
            await CustomerPhones.TextsIn(storage).CreateIfNotExistsAsync(cancellation);
        }
    }

    private Task<OpenStorage> OpenAsync(StorageName name, CancellationToken cancellation) =>
        OpenStorage.OpenAsync(name, folder, durable: true, logging, cancellation);
}
