namespace ZuperConnect.Local.Files;

/// <summary>A file that one process at a time has open. The operating system frees it when the process ends, however it does.</summary>
internal static class LockFile
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOS = 35;

    /// <summary>Opens it, and makes it if it is not there.</summary>
    /// <exception cref="IOException">It cannot be opened; another process has it where <see cref="IsTaken"/> says so.</exception>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Whether opening failed because another process, or this one, has it open.</summary>
    public static bool IsTaken(IOException failure) => failure.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMacOS;
}
