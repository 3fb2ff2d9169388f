namespace ZuperConnect.Local.Data;

/// <summary>A data folder could not be opened. The message names the folder and the remedy.</summary>
public sealed class DataFolderException(string message, Exception? innerException = null) : IOException(message, innerException)
{
    internal static DataFolderException InUse(string folder, Exception cause) => new(
        $"The data folder {folder} is in use by another process. Stop that one first, or choose another folder.", cause);

    internal static DataFolderException NotOurs(string folder) => new(
        $"The folder {folder} has files in it and was never a data folder, so it will not be emptied. " +
        "Choose another folder, or empty it yourself.");
}
