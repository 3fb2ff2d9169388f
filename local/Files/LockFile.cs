namespace ZuperConnect.Local.Files;

/// <summary>A lock file. The operating system releases it when the process ends, in whatever way.</summary>
internal static class LockFile
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOS = 35;

    /// <summary>Opens the file exclusively, or creates it.</summary>
    /// <exception cref="IOException">It cannot be opened. <see cref="IsTaken"/> tells whether another process has opened it.</exception>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Whether opening failed because the file is already open.</summary>
    public static bool IsTaken(IOException failure) => failure.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMacOS;
}
