using System.Text.Json;
using ZuperConnect.Json;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Local.Moving;

/// <summary>The direction of a copy.</summary>
internal enum CopyDirection
{
    /// <summary>From the database in the data folder to other storage.</summary>
    To,

    /// <summary>From other storage into the database in the data folder.</summary>
    From,
}

/// <summary>Marks a data folder while a copy is incomplete. No host starts in the folder meanwhile, so that neither side changes.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Storage">The other storage: the name of its account, or <c>azurite</c>.</param>
internal sealed record CopyMarker(CopyDirection Direction, string Storage)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = DataFolder.CopyName;

    /// <summary>The command that completes the copy.</summary>
    public string Command => $"{(Direction is CopyDirection.To ? "--copy-to" : "--copy-from")} {Storage}";

    /// <summary>The marker of a folder; null if no copy is in progress.</summary>
    public static CopyMarker? Read(DataFolder folder) =>
        folder.In(FileName) is var file && File.Exists(file)
            ? JsonSerializer.Deserialize<CopyMarker>(File.ReadAllBytes(file), InboxJson.Options)
            : null;

    /// <summary>Writes the marker, before anything is copied.</summary>
    public void Write(DataFolder folder) => PrivateFile.Write(folder.In(FileName), JsonSerializer.Serialize(this, InboxJson.Options));

    /// <summary>Deletes the marker after the copy is complete.</summary>
    public static void Delete(DataFolder folder) => File.Delete(folder.In(FileName));

    /// <summary>The message for other commands in the folder.</summary>
    public string Refusal(DataFolder folder) => Direction is CopyDirection.To
        ? $"The inbox in {folder.Path} was being copied to {Storage}, and that is not finished. Finish it with {Command}. "
          + $"To give it up, delete {FileName} there: what was copied stays in {Storage}, and another copy wants that empty."
        : $"An inbox was being copied into {folder.Path} from {Storage}, and that is not finished. Finish it with {Command}. "
          + $"To give it up, delete {SqliteStore.DatabaseName} with what begins so, {SqliteStore.BlobsName}, and then {FileName} there.";
}
